import type { Translate } from "../../texts/texts";

/** The parts of a field's name, by the OBIS grammar: what is measured, its phase, its processing, its register. */
const NAME =
  /^(?<what>.+?)(?:_l(?<phase>[123]))?(?:_(?<processing>cumulative_max|min|demand|demand_last|demand_max|average))?(?:_(?:(?<total>total)|tariff(?<tariff>\d+)))?(?:_ch(?<channel>\d+))?$/;

/**
 * Describes a field ("Voltage in phase L1, average") in the language of `translate`. `name` is a key of a telegram's
 * `values`. A name that the catalogue does not know is returned as it is.
 *
 * `translate` is asked for the keys `field.<what>` and `field-part.<part>` of `lib/texts/<language>.json`. The build puts
 * them into each node's catalogue, so that
 * - a dialog calls `describe(name, (key, values) => node._(key, values))`, in the language of the browser;
 * - a script calls `describe(name, translator(table))`, with a language's file as the table;
 * - English needs neither: it is `Field.description`.
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
