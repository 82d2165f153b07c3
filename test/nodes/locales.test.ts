import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { TextTable } from "../../lib/texts/texts";
import { readTable, textFiles, types } from "./texts";

const nodes = join(__dirname, "..", "..", "nodes");
const english = "en-US";
/** The languages besides English; a folder or file of one of them makes all of its texts due. */
const languages = ["nl", "de", "fr"];

/** Texts that are the same in another language, as whole texts; figures and names in code need no entry. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  nl: [
    "__what__, minimum",
    "Data request",
    "even",
    "Host",
    "Measurement",
    "Meter",
    "telegram",
    "Telegram",
    "Topic",
    "warm water",
    "water",
  ],
  de: ["Generation", "Host", "Measurement", "Name", "Port", "Topic"],
  fr: ["__what__, minimum", "Message", "Port", "Silence (s)", "Topic"],
};

/** Every text of a table by its key. */
function textsOf(table: TextTable, prefix = ""): [key: string, text: string][] {
  return Object.entries(table).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : textsOf(value, `${prefix}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/__\w+?__/g)].map(([placeholder]) => placeholder).toSorted();
}

/** Whether a text has a word to translate: not only figures, marks, placeholders, code and units. */
function hasWords(text: string): boolean {
  return /\p{L}{4,}/u.test(text.replace(/__\w+?__|\S*[/_.:*]\S*/g, " "));
}

/** Whether code names a key, whole or with its end put in at run time. */
function isNamed(key: string, sources: string): boolean {
  if (new RegExp(`${key.replaceAll(".", "\\.")}(?![\\w-])`).test(sources)) return true;
  const parts = key.split(/(?<=[.-])/);
  const beginnings = parts.map((_, index) => parts.slice(0, index + 1).join(""));
  return beginnings.some((beginning) => beginning.split(".").length > 2 && sources.includes(`${beginning}$` + "{"));
}

const help = (type: string, language: string): string => join(nodes, type, "locales", language, `${type}.html`);

/** What a help text is made of: its headings' levels, and how many points and examples stand below each. */
function outline(file: string): string[] {
  const sections = readFileSync(file, "utf8").split(/^ *(?=#)/m);
  return sections.map((section) => {
    const count = (pattern: RegExp): number => [...section.matchAll(pattern)].length;
    const level = /^#*/.exec(section)![0];
    return `${level} points ${count(/^ *- /gm)} examples ${count(/^ {6,}[{[]/gm)} rows ${count(/^ *\|/gm)}`;
  });
}

/** The properties, code words and values in a help text, which are the same in each language. */
function codeOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/`[^`]+`/g)].map(([code]) => code).toSorted();
}

const allFiles = [...new Set(types.flatMap((type) => textFiles(type, english)))];
const begun = languages.filter((language) =>
  types.some((type) => [...textFiles(type, language), help(type, language)].some((file) => existsSync(file))),
);

describe("the texts", () => {
  for (const type of types) {
    it(`of ${type} are in no language but the known ones`, () => {
      const folders = readdirSync(join(nodes, type, "locales"));
      assert.deepEqual(
        folders.filter((folder) => ![english, ...languages].includes(folder)),
        [],
      );
    });
  }

  for (const file of allFiles) {
    it(`of ${short(file)} are plain: no HTML, no empty text, no blank at an end`, () => {
      const wrong = textsOf(readTable(file)).filter(
        ([, text]) => /<\/?[a-z]+[^>]*>|&[a-z]+;/i.test(text) || text.trim() !== text || text === "",
      );
      assert.deepEqual(wrong, []);
    });
  }

  for (const type of types) {
    it(`of ${type} are all in use`, () => {
      const sources = readdirSync(nodes, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(m?ts|html)$/.test(file) && !file.includes("locales"))
        .map((file) => readFileSync(join(nodes, file), "utf8"))
        .join("\n");
      const unused = textsOf(readTable(textFiles(type, english)[0]!)).filter(([key]) => !isNamed(key, sources));
      assert.deepEqual(
        unused.map(([key]) => key),
        [],
      );
    });
  }

  it("of hints say what is wrong before a colon, in few words, and what to do behind it", () => {
    const hints = textsOf(readTable(allFiles.find((file) => file.includes(join("lib", "texts")))!)).filter(([key]) =>
      key.startsWith("hint."),
    );
    assert.ok(hints.length > 30);
    for (const [key, text] of hints) assert.match(text, /^[^:]{5,75}: [^:]+$/, key);
  });
});

for (const language of begun) {
  describe(`the texts in ${language}`, () => {
    for (const file of allFiles) {
      const translated = file.replaceAll(english, language);
      const both = (): [Map<string, string>, Map<string, string>] => [
        new Map(textsOf(readTable(file))),
        new Map(textsOf(readTable(translated))),
      ];

      it(`are all there and no others in ${short(translated)}`, () => {
        const [wanted, given] = both();
        assert.deepEqual(
          { missing: minus(wanted, given), superfluous: minus(given, wanted) },
          { missing: [], superfluous: [] },
        );
      });

      it(`have the placeholders of the English ones in ${short(translated)}`, () => {
        const [wanted, given] = both();
        for (const [key, text] of given) {
          assert.deepEqual(placeholders(text), placeholders(wanted.get(key) ?? ""), key);
        }
      });

      it(`are plain and not left in English in ${short(translated)}`, () => {
        const [wanted, given] = both();
        for (const [key, text] of given) {
          assert.doesNotMatch(text, /<\/?[a-z]+[^>]*>|&[a-z]+;/i, key);
          assert.equal(text.trim(), text, key);
          assert.notEqual(text, "", key);
          if (key.startsWith("hint.")) assert.match(text, /^[^:]{5,90}\s?: [^:]+$/u, key);
          if (!hasWords(text) || SAME[language]!.includes(text)) continue;
          assert.notEqual(text, wanted.get(key), `${key} is left in English`);
        }
      });
    }

    for (const type of types) {
      it(`explain ${type} as the English help does, section by section`, () => {
        const file = help(type, language);
        assert.match(readFileSync(file, "utf8"), new RegExp(`^<script type="text/markdown" data-help-name="${type}">`));
        assert.deepEqual(outline(file), outline(help(type, english)));
        assert.deepEqual(codeOf(file), codeOf(help(type, english)));
      });
    }
  });
}

function minus(these: Map<string, string>, those: Map<string, string>): string[] {
  return [...these.keys()].filter((key) => !those.has(key));
}

function short(file: string): string {
  return file.split(/[/\\]/).slice(-4).join("/");
}
