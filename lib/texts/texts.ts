import enUS from "./en-US.json";

/** What stands in a text in place of its `__name__`s. */
export type TextValues = Readonly<Record<string, string | number>>;

/** A language's texts by key; tables within tables are told apart by points in the key. */
export interface TextTable {
  readonly [key: string]: string | TextTable;
}

/** Gives the text of a key such as "field.voltage", with its values filled in; the key itself where there is no text. */
export type Translate = (key: string, values?: TextValues) => string;

/** Reads texts from one language's table, as Node-RED does from its catalogues. */
export function translator(table: TextTable): Translate {
  return (key, values = {}) => {
    const text = textAt(table, key);
    return text === undefined ? key : fill(text, values);
  };
}

/** The language of all that the library itself says. A dialog that says nothing of it is bundled without. */
export const english = /* @__PURE__ */ translator(enUS);

/** A sentence from a closed set, so that it can be told in other languages: the text of `hint.<code>` with its values. */
export interface Sentence {
  /** Which sentence it is. */
  readonly code: string;
  /** Paths, addresses, figures in it. */
  readonly values?: TextValues;
  /** The English sentence. */
  readonly text: string;
}

/** The sentence of a code, `hint.<code>` in `en-US.json`: what is wrong, a colon, and what to do. */
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
