/** More than a house's connection carries, kW: this package holds such a value back where no CRC vouches for it. */
const IMPLAUSIBLE = 100;

/** kW from the grid as the telegram prints it, by which a reader's answer is checked; undefined where it prints none. */
export function printedPower(telegram: Buffer): number | undefined {
  const [, text] = /1-0:1\.7\.0\((\d+\.\d+)\*kW\)/.exec(telegram.toString("latin1")) ?? [];
  return text === undefined || Number(text) >= IMPLAUSIBLE ? undefined : Number(text);
}
