import type { Translate } from "../texts/texts";

/** How a field's name is composed, see the OBIS grammar: what is measured, of which phase, how processed, which register. */
const NAME =
  /^(?<what>.+?)(?:_l(?<phase>[123]))?(?:_(?<processing>cumulative_max|min|demand|demand_last|demand_max|average))?(?:_(?:(?<total>total)|tariff(?<tariff>\d+)))?(?:_ch(?<channel>\d+))?$/;

/**
 * Says what a field is ("Voltage in phase L1, average") in the language of `translate`, which gets the keys `field.<what>`
 * and `field-part.<part>` of `lib/texts/<language>.json`.
 *
 * These keys are in the catalogue of each of the nodes (the build puts them there), so that
 * - a dialog writes `describe(name, (key, values) => node._(key, values))`, in the language of the browser;
 * - a script writes `describe(name, translator(table))`, with a language's file as the table;
 * - English needs neither: it is `Field.description`.
 *
 * `name` is a key of a telegram's `values`; one that the catalogue does not know is given back as it is.
 */
export function describe(name: string, translate: Translate): string {
  const { what = "", phase, processing, total, tariff, channel } = NAME.exec(name)?.groups ?? {};
  const title = translate(`field.${what}`);
  if (title === `field.${what}`) return name;
  const parts: [part: string, values: Record<string, string>][] = [];
  if (phase) parts.push(["phase", { phase }]);
  if (processing) parts.push([processing, {}]);
  if (total) parts.push([total, {}]);
  if (tariff) parts.push(["tariff", { tariff }]);
  if (channel) parts.push(["channel", { channel }]);
  return parts.reduce((text, [part, values]) => translate(`field-part.${part}`, { ...values, what: text }), title);
}
