import type { Frame } from "../framing/frame";
import { buildDraft, objectsOf, type Draft } from "./build";
import type { TelegramForm } from "./form";
import { holdBack } from "./guard";
import { lineBook, type LineBook } from "./line-book";
import { generationOf, meterOf } from "./meter";
import { noteDevice, noteMeter, READING, ReaderMemory, type MeterMemory, type NotedDevice } from "./memory";
import type { MeterChange, ReaderOptions } from "./options";
import { Rejection } from "./rejection";
import { type Device, type Medium, TelegramError, type Telegram } from "./types";
import { deriveValues } from "./values";

/** From this P1 version on a telegram ends with a CRC (DSMR 4.0, 5.2). */
const FIRST_WITH_CRC = 4;
const NONE: readonly MeterChange[] = [];
const DEFAULT_ZONE = "Europe/Amsterdam";

/**
 * Reads the frames of one line, and remembers of each meter on it what later telegrams are judged by: its last time
 * (for the hour that October has twice), whether it sends a CRC, its devices' ids, its counters.
 */
export class TelegramReader {
  readonly #options: ReaderOptions;
  readonly #memory = new ReaderMemory();
  readonly #lastOwnTime = (header: string): number | undefined => this.#memory.lastOwnTime(header);
  #book: LineBook | undefined;
  /** The form of the last telegram. */
  #form: TelegramForm | undefined;

  constructor(options: ReaderOptions = {}) {
    this.#options = options;
  }

  /**
   * Reads a frame received at `receivedAt` (epoch ms). Values are in the catalogue's units, times ISO 8601 with
   * offset. Throws a `TelegramError` for a frame that gives no telegram: cut, too long, not to be decrypted, with a
   * wrong CRC or without the one it must have (unless `crc: "flag"`), or without a data line. Throws a RangeError
   * where the zone is not known.
   */
  read(frame: Frame, receivedAt: number): Telegram {
    const telegram = this.tryRead(frame, receivedAt);
    if (!(telegram instanceof Rejection)) return telegram;
    const { code, message, raw, crc } = telegram;
    throw new TelegramError(code, message, raw, crc);
  }

  /**
   * The same, but gives a `Rejection` instead of throwing a `TelegramError`: on a line that is all noise, throwing costs
   * many times what all the rest does.
   */
  tryRead(frame: Frame, receivedAt: number): Telegram | Rejection {
    if (frame.fault) return new Rejection(frame.fault, frame.hint ?? "The bytes are no telegram.", frame);
    if (frame.crc.status === "invalid" && this.#options.crc !== "flag") return crcFailure(frame);
    this.#book ??= lineBook(this.#options.zone ?? DEFAULT_ZONE);
    const draft = buildDraft(frame, {
      book: this.#book,
      clock: this.#options.clock ?? "meter",
      receivedAt,
      lastOwnTime: this.#lastOwnTime,
      before: this.#form,
    });
    this.#form = draft.form;
    if (draft.lines.length === 0) {
      return new Rejection("unreadable", "The telegram has no line that starts with an OBIS code.", frame);
    }
    const memory = this.#memory.of(draft.sender.header.header, draft.sender.id);
    const missing = this.#options.crc === "flag" ? undefined : missingCrc(frame, draft, memory);
    if (missing) return missing;
    const changes = this.#remember(frame, draft, memory);
    if (frame.crc.status === "absent" && this.#options.guard !== false) holdBack(draft, memory.guard);
    deriveValues(draft.values, draft.lines, draft.layout);
    const telegram = this.#telegram(frame, draft);
    // Last, since whoever hears of it may read another telegram.
    for (const change of changes) this.#options.onMeterChanged?.(change);
    return telegram;
  }

  /** Remembers what the telegram says of its meter, and gives what is another one now. */
  #remember(frame: Frame, draft: Draft, memory: MeterMemory): readonly MeterChange[] {
    if (frame.crc.status === "valid") memory.sentCrc = memory.ofHeader.sentCrc = true;
    if (frame.ended && frame.crc.status !== "invalid") memory.ofHeader.sentEnd = true;
    if (frame.crc.status === "invalid") return [];
    const { header, id } = draft.sender;
    const before = noteMeter(memory.ofHeader, header.header, id, draft.ownMoment?.instant);
    const devices = changedDevices(draft, memory);
    if (before === undefined || id === undefined) return devices;
    return [{ medium: "electricity", from: before, to: id }, ...devices];
  }

  #telegram(frame: Frame, draft: Draft): Telegram {
    const { moment, clock, values, devices, powerFailures, peaks } = draft;
    const meter = meterOf(draft.sender);
    const timestamp = moment.iso;
    const { status, received, computed } = frame.crc;
    const crc = received === undefined || computed === undefined ? { ...frame.crc } : { status, received, computed };
    const telegram: Telegram =
      this.#options.objects === false
        ? { meter, timestamp, clock, crc, values: values.toObject(), devices, powerFailures, peaks }
        : {
            meter,
            timestamp,
            clock,
            crc,
            values: values.toObject(),
            objects: objectsOf(draft),
            devices,
            powerFailures,
            peaks,
          };
    // What is absent has no property.
    if (draft.message !== undefined) telegram.message = draft.message;
    if (draft.problems.length > 0) telegram.problems = draft.problems;
    if (this.#options.raw === true) telegram.raw = frame.bytes.toString("latin1");
    return telegram;
  }
}

/** Another id on a channel, or another device behind a medium's reading, is a change of meter. */
function changedDevices({ devices }: Draft, memory: MeterMemory): readonly MeterChange[] {
  if (areNoted(devices, memory.devices)) return NONE;
  memory.devices = devices.map(({ channel, medium, id, status }) => ({ channel, medium, id, status }));
  const changes: MeterChange[] = [];
  const media: Medium[] = [];
  for (const { channel, medium, id, status } of devices) {
    if (id === undefined || status === "unpaired") continue;
    const isMain = status === "live" && !media.includes(medium);
    if (isMain) media.push(medium);
    const onChannel = noteDevice(memory, medium, channel, id);
    const behindReading = isMain ? noteDevice(memory, medium, READING, id) : undefined;
    const replaced = onChannel ?? behindReading;
    if (replaced !== undefined) changes.push({ medium, channel, from: replaced, to: id });
  }
  return changes;
}

/** Whether a telegram's devices are those that were noted last, as nearly always. */
function areNoted(devices: readonly Device[], noted: readonly NotedDevice[]): boolean {
  if (devices.length !== noted.length) return false;
  for (let i = 0; i < devices.length; i++) {
    const device = devices[i]!;
    const before = noted[i]!;
    const isSame = device.id === before.id && device.status === before.status;
    if (!isSame || device.channel !== before.channel || device.medium !== before.medium) return false;
  }
  return true;
}

/** Without a CRC a telegram passes where its generation never had one, and its meter never sent one. */
function missingCrc(frame: Frame, draft: Draft, memory: MeterMemory): Rejection | undefined {
  if (frame.crc.status !== "absent") return undefined;
  const generation = generationOf(draft.lines, draft.layout);
  const isNew = generation !== undefined && generation >= FIRST_WITH_CRC;
  if (!frame.ended && (isNew || memory.ofHeader.sentEnd)) {
    return new Rejection("cut", "The telegram broke off before its end line.", frame);
  }
  if (isNew) {
    return new Rejection(
      "no-crc",
      `The telegram has no CRC, which a meter of version ${generation.toFixed(1)} must send. If a relay takes it away, choose to flag the CRC instead of requiring it.`,
      frame,
    );
  }
  const { sentCrc } = draft.sender.id === undefined ? memory.ofHeader : memory;
  if (generation !== undefined || !sentCrc) return undefined;
  return new Rejection(
    "no-crc",
    "The telegram has no CRC, though this meter sends one: it was cut or altered on the way.",
    frame,
  );
}

function crcFailure(frame: Frame): Rejection {
  const { received, computed } = frame.crc;
  return new Rejection(
    "crc",
    `The CRC does not fit: ${received ?? ""} was received, ${computed ?? ""} computed. The telegram was damaged on the way, or edited.`,
    frame,
  );
}
