/** A time as a meter in a zone prints it, YYMMDDhhmmssX, and as ISO 8601. Taken from the runtime's own zone data. */
export function stampAt(time: number, zone: string): { text: string; iso: string } {
  const { local, offset } = localTime(time, zone);
  const year = new Date(time).getUTCFullYear();
  const winter = [0, 6].map((month) => minutes(localTime(Date.UTC(year, month, 1), zone).offset));
  const isSummer = minutes(offset) > Math.min(...winter);
  const digits = local.replaceAll(/\D/g, "").slice(2);
  return { text: digits + (isSummer ? "S" : "W"), iso: `${local.replace(" ", "T")}${offset}` };
}

/** The local time ("2026-01-12 10:00:00") and the offset ("+01:00") at a time in epoch ms. */
function localTime(time: number, zone: string): { local: string; offset: string } {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const named = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).format(time);
  return { local: format.format(time), offset: /GMT(.+)$/.exec(named)?.[1] ?? "+00:00" };
}

function minutes(offset: string): number {
  const [hours = 0, rest = 0] = offset.split(":").map(Number);
  return hours * 60 + (offset.startsWith("-") ? -rest : rest);
}
