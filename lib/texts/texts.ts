import enUS from "./en-US.json";

/** The values for a text's placeholders: `name` replaces `__name__`. */
export type TextValues = Readonly<Record<string, string | number>>;

/**
 * The texts of a language by key. Tables may be nested: "field.voltage" is the entry "voltage" in the table "field".
 */
export interface TextTable {
  readonly [key: string]: string | TextTable;
}

/** Returns the text of a key such as "field.voltage" with its values filled in. Returns the key if it has no text. */
export type Translate = (key: string, values?: TextValues) => string;

/** Makes a `Translate` for the table of one language. It works as Node-RED does with its catalogues. */
export function translator(table: TextTable): Translate {
  return (key, values = {}) => {
    const text = textAt(table, key);
    return text === undefined ? key : fill(text, values);
  };
}

/** The library's own texts, in English. PURE lets the bundler leave them out of a dialog that does not use them. */
export const english = /* @__PURE__ */ translator(enUS);

/** A sentence that can be translated: the text `hint.<code>` of each language, with `values` filled in. */
export interface Sentence {
  readonly code: string;
  /** Paths, addresses and numbers in the sentence. */
  readonly values?: TextValues;
  /** The English sentence. */
  readonly text: string;
}

/** Returns the sentence of a code, `hint.<code>` in `en-US.json`: what is wrong, a colon, and what to do. */
export function sentence(code: keyof typeof enUS.hint, values: TextValues = {}): Sentence {
  return { code, values, text: english(`hint.${code}`, values) };
}

function textAt(table: TextTable, key: string): string | undefined {
  let found: string | TextTable | undefined = table;
  for (const part of key.split(".")) {
    found = typeof found === "object" && Object.hasOwn(found, part) ? found[part] : undefined;
  }
  return typeof found === "string" ? found : undefined;
}

function fill(text: string, values: TextValues): string {
  return text.replace(/__(\w+?)__/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
}
