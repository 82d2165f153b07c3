/** An OBIS code taken apart (IEC 62056-61): A medium, B channel, C quantity, D processing, E tariff, F billing period. */
export interface Obis {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  /** Absent if it was left out or is 255. */
  readonly f?: number;
}

/** Meters write a dot or, by a typo in a specification, a colon. F follows a dot or a star. */
const CODE = /^(\d{1,3})-(\d{1,3})[:.](\d{1,3})[.:](\d{1,3})[.:](\d{1,3})(?:[*.](\d{1,3}))?$/;

/** Reads a code as telegrams and users write it; undefined if the text is no code. */
export function parseObis(text: string): Obis | undefined {
  const match = CODE.exec(text);
  if (!match) return undefined;
  const [a, b, c, d, e, f] = match.slice(1).map(Number) as [number, number, number, number, number, number?];
  if (Math.max(a, b, c, d, e) > 255) return undefined;
  return match[6] === undefined || f === 255 ? { a, b, c, d, e } : { a, b, c, d, e, f: f! };
}

/** The code in its one spelling, "1-0:1.8.1" or "1-0:1.8.1*1": a key for `objects`. */
export function obisText(obis: Obis): string {
  const code = `${obis.a}-${obis.b}:${obis.c}.${obis.d}.${obis.e}`;
  return obis.f === undefined ? code : `${code}*${obis.f}`;
}
