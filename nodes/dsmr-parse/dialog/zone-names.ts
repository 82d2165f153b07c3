/**
 * The zones to offer for a typed text, at most `most`: first the text itself if it is a zone, then names that begin
 * with it (the whole name or the part after a slash), then names that contain it. A space equals an underscore: "new
 * york".
 */
export function matchingZones(
  zones: readonly string[],
  typed: string,
  isZone: (name: string) => boolean,
  most: number,
): string[] {
  const wanted = plain(typed);
  const exact = zones.find((zone) => plain(zone) === wanted);
  // With a whole name in the field, offer all others after it rather than that one alone.
  const among = exact === undefined ? zones.filter((zone) => plain(zone).includes(wanted)) : zones;
  const begins = among.filter((zone) => `/${plain(zone)}`.includes(`/${wanted}`));
  const own = exact ?? (wanted !== "" && isZone(typed.trim()) ? typed.trim() : undefined);
  return [...new Set([...(own === undefined ? [] : [own]), ...begins, ...among])].slice(0, most);
}

function plain(zone: string): string {
  return zone.trim().toLowerCase().replaceAll(" ", "_");
}
