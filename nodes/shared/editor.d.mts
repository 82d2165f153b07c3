import type editorClient from "@node-red/editor-client";

declare global {
  /** The editor's own object, there for every dialog. */
  const RED: editorClient.RED;

  interface JQuery {
    /** The editor's suggestions under a text input; what is typed stays free. */
    autoComplete(options: {
      search(value: string, done: (found: { value: string; label: JQuery | string }[]) => void): void;
      minLength?: number;
    }): JQuery;
  }
}
