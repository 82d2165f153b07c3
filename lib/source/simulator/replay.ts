import { crc16, crc16x25, crcText } from "../../framing/crc";
import type { Calendar } from "./calendar";

const CLOCK = /^(0-0:1\.[01]\.0(?:[.*]255)?)\((\d{12})([SWsw]?)\)/m;
const MBUS_TIME = /^(0-\d:24\.(?:2|3)\.\d(?:[.*]255)?)\((\d{12})([SWsw]?)\)/gm;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A pasted telegram that can be sent again with other times. */
export interface Replay {
  /** From "/" through "!" with CR LF line ends, latin1. */
  readonly text: string;
  readonly crc: "arc" | "x25" | "none";
  /** Seconds between telegrams of such a meter: 1 from version 5, else 10. */
  readonly period: number;
}

/** Returns the first telegram in `pasted`; undefined if there is none. */
export function readReplay(pasted: string): Replay | undefined {
  const text = pasted.replace(/\r\n|\r|\n/g, "\r\n").replace(/^[ \t]+/gm, "");
  const start = text.search(/^\/[A-Za-z0-9]{3}/m);
  if (start < 0) return undefined;
  const from = text.slice(start);
  const end = /\r\n!([0-9A-Fa-f]{0,4})/.exec(from);
  const body = end ? from.slice(0, end.index + 3) : `${from.trimEnd()}\r\n`;
  if (!/^\d-\d:\d+\.\d+\.\d+/m.test(body)) return undefined;

  const version = /^(?:1-3:0\.2\.8|0-0:96\.1\.4)\((\d)/m.exec(body)?.[1];
  return {
    text: body,
    crc: !end?.[1] ? "none" : body.startsWith("/HLY") ? "x25" : "arc",
    period: version === "5" ? 1 : 10,
  };
}

/**
 * The telegram as if it were sent at `time` (epoch ms): with that time, with M-Bus readings of the same age as before,
 * and with a new CRC if it had one.
 */
export function replayAt(replay: Replay, calendar: Calendar, time: number): Buffer {
  const sent = CLOCK.exec(replay.text);
  const sentAt = sent ? wallClock(sent[2]!) : newestReading(replay.text);
  const asIfAt = sent ? time : Math.floor(time / HOUR_MS) * HOUR_MS;
  const text = replay.text
    .replace(CLOCK, (_, code: string, __: string, flag: string) => `${code}(${stamp(calendar, time, flag)})`)
    .replace(MBUS_TIME, (line: string, code: string, digits: string, flag: string) => {
      const readAt = wallClock(digits);
      if (readAt === undefined) return line;
      const age = sentAt === undefined ? 0 : sentAt - readAt;
      return `${code}(${stamp(calendar, asIfAt - age, flag)})`;
    });
  return closed(replay, text);
}

/** In a telegram without a clock the newest reading is taken to be of the hour that runs. */
function newestReading(text: string): number | undefined {
  const times = [...text.matchAll(MBUS_TIME)].map((match) => wallClock(match[2]!)).filter((time) => time !== undefined);
  return times.length > 0 ? Math.max(...times) : undefined;
}

function stamp(calendar: Calendar, time: number, flag: string): string {
  if (flag === "") return calendar.plainStamp(time);
  const text = calendar.stamp(time);
  return flag === flag.toLowerCase() ? text.toLowerCase() : text;
}

/** Reads "YYMMDDhhmmss" as ms, for differences; the zone is ignored. Undefined for an impossible time. */
function wallClock(digits: string): number | undefined {
  const [year, month, day, hour, minute, second] = digits.match(/../g)!.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const time = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  return time < Date.UTC(2000, 0, 1) + DAY_MS ? undefined : time;
}

function closed(replay: Replay, text: string): Buffer {
  const covered = Buffer.from(text, "latin1");
  if (replay.crc === "none") return text.endsWith("!") ? Buffer.concat([covered, Buffer.from("\r\n")]) : covered;
  const crc = replay.crc === "x25" ? crc16x25(covered) : crc16(covered);
  return Buffer.concat([covered, Buffer.from(`${crcText(crc)}\r\n`)]);
}
