import type { Frame } from "../framing/frame";
import type { DataLine } from "./lines/split";
import { generationOf } from "./meaning/meter";
import { addDerivedValues } from "./meaning/values";
import { holdBack } from "./memory/guard";
import {
  type HeaderMemory,
  type MeterChange,
  type MeterMemory,
  noteDevices,
  noteId,
  ReaderMemory,
} from "./memory/memory";
import type { ReadObject } from "./objects/object";
import { type Draft, readTelegram } from "./read-telegram";
import { Rejection } from "./rejection";
import { MeterZone } from "./time/zone";
import { type ClockSource, type CosemObject, type Telegram, TelegramError } from "./types";

export interface ReaderOptions {
  /** `require` (default): a telegram whose CRC is wrong or missing is rejected; `flag`: it is delivered with its CRC status. */
  crc?: "require" | "flag";
  /**
   * The zone of the meter's clock: an IANA name ("Europe/Amsterdam", the default), a fixed offset ("+01:00"), or a
   * `MeterZone` that several readers share.
   */
  zone?: string | MeterZone;
  /** Where `timestamp` comes from: "meter" (default) or "receipt". */
  clock?: ClockSource;
  /** Hold back implausible values of telegrams without a CRC; true by default. */
  guard?: boolean;
  /** Put `objects` in the result; true by default. */
  objects?: boolean;
  /** Put the telegram's text in the result as `raw`; false by default. */
  raw?: boolean;
  /** Called when the meter or an M-Bus device is another one than before, after its telegram is read and before it is returned. */
  onMeterChanged?: (change: MeterChange) => void;
}

/** From this P1 version on a telegram ends with a CRC (DSMR 4.0, 5.2). */
const FIRST_WITH_CRC = 4;
const DEFAULT_ZONE = "Europe/Amsterdam";

/**
 * Reads the frames of one connection. It remembers of each meter what later telegrams are judged by: its last time (for
 * the hour that October has twice), whether it sends a CRC, its devices' ids, its counters.
 */
export class TelegramReader {
  readonly #options: ReaderOptions;
  readonly #zone: MeterZone;
  readonly #memory = new ReaderMemory();

  /** Throws a RangeError if the zone is not known. */
  constructor(options: ReaderOptions = {}) {
    const { zone = DEFAULT_ZONE } = options;
    this.#options = options;
    this.#zone = zone instanceof MeterZone ? zone : new MeterZone(zone);
  }

  /**
   * Reads a frame received at `receivedAt` (epoch ms). Values are in the catalogue's units, times ISO 8601 with offset.
   * Throws a `TelegramError` for a frame that holds no telegram: cut, too long, not to be decrypted, with a wrong CRC or
   * without the one it must have (unless `crc` is "flag"), or without a data line. What `onMeterChanged` throws comes out,
   * too.
   */
  read(frame: Frame, receivedAt: number): Telegram {
    const telegram = this.tryRead(frame, receivedAt);
    if (!(telegram instanceof Rejection)) return telegram;
    const { code, message, raw, crc } = telegram;
    throw new TelegramError(code, message, raw, crc);
  }

  /** Does what `read` does, but returns a `Rejection` instead of throwing: throwing is slow if all that comes is noise. */
  tryRead(frame: Frame, receivedAt: number): Telegram | Rejection {
    if (frame.fault) return new Rejection(frame.fault, frame.hint ?? "The bytes are no telegram.", frame);
    const requiresCrc = this.#options.crc !== "flag";
    if (frame.crc.status === "invalid" && requiresCrc) return wrongCrc(frame);
    const draft = readTelegram(frame, {
      zone: this.#zone,
      clock: this.#options.clock ?? "meter",
      receivedAt,
      lastOwnTime: (header) => this.#memory.findHeader(header)?.lastOwnTime,
    });
    if (draft.lines.length === 0) {
      return new Rejection("unreadable", "The telegram has no line that starts with an OBIS code.", frame);
    }
    const { header, id } = draft.meter;
    const ofHeader = this.#memory.ofHeader(header);
    const memory = this.#memory.ofMeter(header, id);
    const sentCrc = id === undefined ? ofHeader.sentCrc : memory.sentCrc;
    const rejection = requiresCrc ? missingCrc(frame, draft.lines, sentCrc, ofHeader.sentEnd) : undefined;
    if (rejection) return rejection;
    const changes = remember(frame, draft, ofHeader, memory);
    const isGuarded = frame.crc.status === "absent" && this.#options.guard !== false;
    const checked = isGuarded ? holdBack(draft, memory.guard) : draft;
    addDerivedValues(checked.values, checked.objects);
    const telegram = this.#payload(frame, checked);
    // Last, since whoever is called may read another telegram.
    for (const change of changes) this.#options.onMeterChanged?.(change);
    return telegram;
  }

  #payload(frame: Frame, draft: Draft): Telegram {
    const { meter, moment, clock, values, devices, powerFailures, peaks, message, problems } = draft;
    const telegram: Telegram = {
      meter,
      timestamp: moment.iso,
      clock,
      crc: { ...frame.crc },
      values,
      ...(this.#options.objects !== false && { objects: objectsByCode(draft.objects) }),
      devices,
      powerFailures,
      peaks,
    };
    if (message !== undefined) telegram.message = message;
    if (problems.length > 0) telegram.problems = problems;
    if (this.#options.raw === true) telegram.raw = frame.bytes.toString("latin1");
    return telegram;
  }
}

/** The objects by code, in the telegram's order. A code given again is in the first one's `also`. */
function objectsByCode(objects: readonly ReadObject[]): Record<string, CosemObject> {
  const byCode: Record<string, CosemObject> = {};
  for (const { line, object } of objects) {
    const first = byCode[line.code.text];
    if (first) (first.also ??= []).push(object);
    else byCode[line.code.text] = object;
  }
  return byCode;
}

/** Remembers what a telegram says of its meter. Returns what was replaced since the telegram before. */
function remember(frame: Frame, draft: Draft, ofHeader: HeaderMemory, memory: MeterMemory): MeterChange[] {
  const { status } = frame.crc;
  if (status === "valid") memory.sentCrc = ofHeader.sentCrc = true;
  if (status === "invalid") return [];
  if (frame.ended) ofHeader.sentEnd = true;
  if (draft.ownMoment) ofHeader.lastOwnTime = draft.ownMoment.instant;
  const { id } = draft.meter;
  const before = noteId(ofHeader, id);
  const devices = noteDevices(memory, draft.devices);
  if (before === undefined || id === undefined) return devices;
  return [{ medium: "electricity", from: before, to: id }, ...devices];
}

/** Without a CRC a telegram passes if its generation never had one and its meter never sent one. */
function missingCrc(
  frame: Frame,
  lines: readonly DataLine[],
  sentCrc: boolean,
  sentEnd: boolean,
): Rejection | undefined {
  if (frame.crc.status !== "absent") return undefined;
  const generation = generationOf(lines);
  const mustHaveCrc = generation !== undefined && generation >= FIRST_WITH_CRC;
  if (!frame.ended && (mustHaveCrc || sentEnd)) {
    return new Rejection("cut", "The telegram broke off before its end line.", frame);
  }
  if (mustHaveCrc) {
    return new Rejection(
      "no-crc",
      `The telegram has no CRC, which a meter of version ${generation.toFixed(1)} must send. If a relay takes it away, choose to flag the CRC instead of requiring it.`,
      frame,
    );
  }
  if (generation !== undefined || !sentCrc) return undefined;
  return new Rejection(
    "no-crc",
    "The telegram has no CRC, though this meter sends one: it was cut or altered on the way.",
    frame,
  );
}

function wrongCrc(frame: Frame): Rejection {
  const { received, computed } = frame.crc;
  return new Rejection(
    "crc",
    `The CRC does not fit: ${received ?? ""} was received, ${computed ?? ""} computed. The telegram was damaged on the way, or edited.`,
    frame,
  );
}
