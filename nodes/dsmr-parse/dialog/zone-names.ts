/**
 * The zones to offer for what was typed, at most `most`: it itself first where it is a zone, then names that begin with
 * it (as a whole or behind a slash), then those that have it in them. Blanks stand for underscores: "new york".
 */
export function matchingZones(
  zones: readonly string[],
  typed: string,
  isZone: (name: string) => boolean,
  most: number,
): string[] {
  const wanted = plain(typed);
  const exact = zones.find((zone) => plain(zone) === wanted);
  // A list of one is no list: with a whole name in the field all others are offered behind it.
  const among = exact === undefined ? zones.filter((zone) => plain(zone).includes(wanted)) : zones;
  const begins = among.filter((zone) => `/${plain(zone)}`.includes(`/${wanted}`));
  const own = exact ?? (wanted !== "" && isZone(typed.trim()) ? typed.trim() : undefined);
  return [...new Set([...(own === undefined ? [] : [own]), ...begins, ...among])].slice(0, most);
}

function plain(zone: string): string {
  return zone.trim().toLowerCase().replaceAll(" ", "_");
}
