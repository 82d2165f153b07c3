/** More than the connection of a house carries, kW. Without a CRC this package holds such a value back. */
const IMPLAUSIBLE = 100;

/** The power from the grid in kW as printed, to check a reader's answer; undefined if the telegram has none. */
export function printedPower(telegram: Buffer): number | undefined {
  const [, text] = /1-0:1\.7\.0\((\d+\.\d+)\*kW\)/.exec(telegram.toString("latin1")) ?? [];
  return text === undefined || Number(text) >= IMPLAUSIBLE ? undefined : Number(text);
}
