declare global {
  interface JQuery {
    /** Makes the editor's search input; `change` is called `delay` ms after the last key. */
    searchBox(options: { delay?: number; change: () => void }): JQuery;
    /** jQuery UI, part of the editor: lets an element be dragged, as a helper, into a sortable list. */
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
