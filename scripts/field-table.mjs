// The table of fields in a node's help: from the catalogue, so that it is never written by hand.

/** Where the table goes in a help's Markdown; the comment holds its headings. */
const MARKER = /^([ \t]*)<!-- fields: (.+) -->$/gm;

/**
 * Puts the table in place of each `<!-- fields: Field | What it is -->` in a help. `catalogue` is
 * `fields` and `describe` of lib/telegram, and `translate` for the help's language.
 */
export function withFieldTable(markdown, catalogue) {
  return markdown.replace(MARKER, (_, indent, headings) => fieldTable(headings, catalogue).replace(/^/gm, indent));
}

/**
 * The catalogue as a Markdown table of two columns, for the help's place is narrow: name, code and unit, and what it is.
 * Fields that differ only in phase or tariff share a row: `voltage_l1…3`.
 */
function fieldTable(headings, { fields, describe, translate }) {
  const rows = families(fields).map((family) => {
    const [{ name, obis, unit }] = family;
    const code = obis === undefined ? "" : ranged(family.map((field) => field.obis));
    const about = describe(name, (key, values) => translate(key, rangesFor(family, values)));
    return [[breakable(ranged(family.map((field) => field.name))), code, unit].filter(Boolean), about];
  });
  const columns = headings.split("|").map((heading) => heading.trim());
  const cells = rows.map(([[name, ...others], about]) => [
    [name, others.join(" · ")].filter(Boolean).join("<br>"),
    about,
  ]);
  return [columns, columns.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** A long name may be broken behind its underscores, and nowhere else. */
function breakable(name) {
  return `<code>${name.replaceAll("_", "_<wbr>")}</code>`;
}

/** Fields by what they have in common: all but the numbers of phase and tariff. */
function families(fields) {
  const found = new Map();
  for (const field of fields) {
    const key = field.name.replace(/_l\d/, "_l#").replace(/_tariff\d+/, "_tariff#");
    found.set(key, [...(found.get(key) ?? []), field]);
  }
  return [...found.values()];
}

/** The values of a text on the first of a family, with the numbers of all in place of its own. */
function rangesFor(family, values = {}) {
  const numbers = (pattern) => ranged(family.map(({ name }) => pattern.exec(name)?.[1] ?? ""));
  return {
    ...values,
    ...("phase" in values && { phase: numbers(/_l(\d)/) }),
    ...("tariff" in values && { tariff: numbers(/_tariff(\d+)/) }),
  };
}

/** Texts that differ in one number as one text: "voltage_l1…3", and where it leaps "1-0:32/52/72.7.0". */
function ranged(texts) {
  const [first, ...others] = texts;
  const last = others.at(-1);
  if (last === undefined || last === first) return first;
  const parts = texts.map((text) => text.split(/(\d+)/));
  const at = parts[0].findIndex((part, index) => part !== parts.at(-1)[index]);
  const numbers = parts.map((part) => part[at]);
  const inRow = numbers.every((number, index) => index === 0 || Number(number) === Number(numbers[index - 1]) + 1);
  const middle = inRow ? `${numbers[0]}…${numbers.at(-1)}` : numbers.join("/");
  return [...parts[0].slice(0, at), middle, ...parts[0].slice(at + 1)].join("");
}
