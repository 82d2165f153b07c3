import type editorClient from "@node-red/editor-client";

declare global {
  /** The global object of the Node-RED editor. */
  const RED: editorClient.RED;

  interface JQuery {
    /** The editor's suggestions below a text input; other text may be typed, too. */
    autoComplete(options: {
      search(value: string, done: (found: { value: string; label: JQuery | string }[]) => void): void;
      minLength?: number;
    }): JQuery;
  }
}
