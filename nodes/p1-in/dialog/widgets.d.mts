/** The parts of jQuery UI's autocomplete that are used here. It is part of the editor. */
interface Autocomplete {
  readonly menu: { readonly element: JQuery };
  _renderItem(menu: JQuery, item: object): JQuery;
  _resizeMenu(): void;
}

declare global {
  interface JQuery {
    autocomplete(options: {
      minLength: number;
      delay: number;
      classes: Record<string, string>;
      source: (request: { term: string }, respond: (items: object[]) => void) => void;
      select: (event: unknown, ui: { item: { value: string } }) => boolean;
      open: () => void;
      close: () => void;
    }): JQuery;
    autocomplete(method: "search", term: string): JQuery;
    autocomplete(method: "instance"): Autocomplete;
  }
}

export {};
