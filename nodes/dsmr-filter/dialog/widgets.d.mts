declare global {
  interface JQuery {
    /** The editor's search input; `change` is called when typing rests for `delay` ms. */
    searchBox(options: { delay?: number; change: () => void }): JQuery;
    /** jQuery UI's, which the editor brings: drags a helper into a sortable list. */
    draggable(options: {
      helper: (event: JQuery.TriggeredEvent) => JQuery;
      appendTo: string;
      connectToSortable: JQuery;
      distance: number;
      scroll: boolean;
      zIndex: number;
    }): JQuery;
  }
}

export {};
