// Makes the table of fields in a node's help from the catalogue.

/** The place of the table in a help's Markdown. The comment holds its headings. */
const MARKER = /^([ \t]*)<!-- fields: (.+) -->$/gm;

/**
 * Replaces each `<!-- fields: Field | What it is -->` in a help by the table. `catalogue` holds `fields` and `describe`
 * of lib/telegram, and `translate` for the language of the help.
 */
export function withFieldTable(markdown, catalogue) {
  return markdown.replace(MARKER, (_, indent, headings) => fieldTable(headings, catalogue).replace(/^/gm, indent));
}

/**
 * Returns the catalogue as a Markdown table. It has only two columns, because the help panel is narrow: name, code and
 * unit in the first, the description in the second. Fields that differ only in phase or tariff share a row:
 * `voltage_l1…3`.
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

/** Lets a long name wrap after its underscores, and nowhere else. */
function breakable(name) {
  return `<code>${name.replaceAll("_", "_<wbr>")}</code>`;
}

/** Groups fields whose names differ only in the number of a phase or tariff. */
function families(fields) {
  const found = new Map();
  for (const field of fields) {
    const key = field.name.replace(/_l\d/, "_l#").replace(/_tariff\d+/, "_tariff#");
    found.set(key, [...(found.get(key) ?? []), field]);
  }
  return [...found.values()];
}

/**
 * The values for the description of a family: its first field's, with the numbers of all fields in place of its own.
 */
function rangesFor(family, values = {}) {
  const numbers = (pattern) => ranged(family.map(({ name }) => pattern.exec(name)?.[1] ?? ""));
  return {
    ...values,
    ...("phase" in values && { phase: numbers(/_l(\d)/) }),
    ...("tariff" in values && { tariff: numbers(/_tariff(\d+)/) }),
  };
}

/** Joins texts that differ in one number: "voltage_l1…3", or "1-0:32/52/72.7.0" if the numbers are not in a row. */
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
