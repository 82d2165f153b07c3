import { type Clock, realClock } from "../../lib/connection/system-clock";
import type { ConnectionCounters, ConnectionStatus } from "../../lib/connection/types";
import type { Frame, FramerOptions } from "../../lib/framing/frame";
import { TelegramFramer } from "../../lib/framing/framer";
import { Rejection } from "../../lib/telegram/rejection";
import { TelegramReader } from "../../lib/telegram/reader";
import { RecentMap } from "../../lib/recent-map";
import { MeterZone } from "../../lib/telegram/time/zone";
import type { Telegram } from "../../lib/telegram/types";
import type { Translate } from "../../lib/texts/texts";
import type { LastPayload } from "../shared/last-payload";
import type { LazyStatus } from "../shared/paced-status";
import { type HealthEvent, meterChanged } from "./health";
import type { DsmrParseSettings } from "./options";
import { isWorthReporting, Rejections } from "./rejections";
import { connectionStatus, rejectedStatus, telegramStatus, unusedStatus } from "./status-text";
import { summary, Tally } from "./tally";

const MAX_STREAMS = 1000;

export interface ProcessorOptions {
  readonly settings: DsmrParseSettings;
  /** The server's language, for the status. */
  readonly translate: Translate;
  /** The topic of messages about the connection, and of summaries. */
  readonly sourceTopic: string;
  /** Keys for encrypted telegrams at the input. */
  readonly framer: FramerOptions;
  /** Whether a p1-in is used. */
  readonly connected: boolean;
  /** The counters of its connection. */
  readonly counters: () => ConnectionCounters | undefined;
  readonly onHealth: (event: HealthEvent, topic: string) => void;
  readonly onStatus: (status: LazyStatus) => void;
  /** Called for each rejected telegram, with a sentence for the log. */
  readonly onRejected: (reason: string, text: string) => void;
}

interface Stream {
  readonly framer: TelegramFramer;
  readonly reader: TelegramReader;
}

/**
 * What dsmr-parse does, apart from Node-RED: bytes or frames in, telegrams out. It counts, reports rejected telegrams
 * and replaced meters on the health output, and makes the status. Each input key has a framer and a reader of its own.
 */
export class TelegramProcessor {
  readonly #options: ProcessorOptions;
  readonly #clock: Clock;
  /** Shared by all readers. */
  readonly #zone: MeterZone;
  readonly #sourceReader: TelegramReader;
  readonly #streams = new RecentMap<Stream>(MAX_STREAMS);
  readonly #rejections: Rejections;
  readonly #tally: Tally;
  /** The topic of the telegram that is being read. */
  #topic: string;
  /** The last frame that gave a telegram, and when it was received (epoch ms). */
  #last: { readonly frame: Frame; readonly receivedAt: number } | undefined;
  /** The status of the connection, while it brings no telegrams; and the status of the last telegram. */
  #trouble: LazyStatus | undefined;
  #latest: LazyStatus | undefined;
  #summaryTimer: unknown;

  constructor(options: ProcessorOptions, clock: Clock = realClock) {
    this.#options = options;
    this.#clock = clock;
    this.#topic = options.sourceTopic;
    this.#zone = new MeterZone(options.settings.zone);
    this.#sourceReader = this.#makeReader();
    this.#rejections = new Rejections(options.onHealth, clock);
    this.#tally = new Tally(clock.elapsed());
    this.#showStatus();
    this.#armSummary();
  }

  /** Reads a frame from the connection. Returns undefined if it is rejected. `receivedAt` in epoch ms. */
  frame(frame: Frame, receivedAt: number): Telegram | undefined {
    return this.#read(this.#sourceReader, frame, receivedAt, this.#options.sourceTopic);
  }

  /** Reads the whole telegrams in `bytes`. `key` names the meter or sender; `topic` is that of health messages. */
  message(bytes: Buffer, key: string, topic: string): Telegram[] {
    const { reader } = this.#stream(key);
    const framer = new TelegramFramer(this.#options.framer);
    const frames = [...framer.push(bytes), ...framer.flush()];
    this.#tally.noise(framer.noise);
    return this.#readAll(reader, frames, topic);
  }

  /** Reads the telegrams that the next chunk of the stream `key` completes. */
  chunk(bytes: Buffer, key: string, topic: string): Telegram[] {
    const { framer, reader } = this.#stream(key);
    const before = framer.noise;
    const frames = framer.push(bytes);
    this.#tally.noise(framer.noise - before);
    return this.#readAll(reader, frames, topic);
  }

  /**
   * The last telegram, for the dialog: its frame, which nobody changes, read again. A reader of its own does that, so
   * that the dialog has no effect on the meter's next telegram. Undefined before the first telegram.
   */
  lastPayload(): LastPayload | undefined {
    if (!this.#last) return undefined;
    const { frame, receivedAt } = this.#last;
    const payload = tryRead(this.#makeReader(), frame, receivedAt);
    return payload instanceof Rejection ? undefined : { payload, receivedAt };
  }

  /** Takes the status of the connection. */
  connection(status: ConnectionStatus): void {
    const trouble = connectionStatus(status, this.#options.translate);
    this.#trouble = trouble && (() => trouble);
    this.#showStatus();
  }

  /** Stops all timers. */
  close(): void {
    this.#rejections.close();
    if (this.#summaryTimer !== undefined) this.#clock.clearTimeout(this.#summaryTimer);
    this.#summaryTimer = undefined;
  }

  #readAll(reader: TelegramReader, frames: readonly Frame[], topic: string): Telegram[] {
    const receivedAt = this.#clock.now();
    return frames
      .map((frame) => this.#read(reader, frame, receivedAt, topic))
      .filter((telegram) => telegram !== undefined);
  }

  #read(reader: TelegramReader, frame: Frame, receivedAt: number, topic: string): Telegram | undefined {
    this.#topic = topic;
    const telegram = tryRead(reader, frame, receivedAt);
    if (telegram instanceof Rejection) {
      this.#reject(telegram, topic);
      return undefined;
    }
    this.#last = { frame, receivedAt };
    this.#tally.delivered();
    this.#latest = telegramStatus(telegram, this.#options.translate);
    this.#showStatus();
    return telegram;
  }

  #reject(rejection: Rejection, topic: string): void {
    const { code, message } = rejection;
    this.#tally.rejected(code);
    if (!isWorthReporting(rejection)) return;
    this.#latest = () => rejectedStatus(code);
    this.#showStatus();
    this.#options.onRejected(code, message);
    this.#rejections.add(rejection, topic);
  }

  #showStatus(): void {
    const status = this.#trouble ?? this.#latest ?? (this.#options.connected ? undefined : () => unusedStatus);
    if (status !== undefined) this.#options.onStatus(status);
  }

  #stream(key: string): Stream {
    return this.#streams.get(key, () => ({
      framer: new TelegramFramer(this.#options.framer),
      reader: this.#makeReader(),
    }));
  }

  #makeReader(): TelegramReader {
    const { crc, clock, guard, objects, raw } = this.#options.settings;
    return new TelegramReader({
      crc,
      zone: this.#zone,
      clock,
      guard,
      objects,
      raw,
      onMeterChanged: (change) => this.#options.onHealth(meterChanged(change, this.#clock.now()), this.#topic),
    });
  }

  #armSummary(): void {
    const minutes = this.#options.settings.summary;
    if (minutes === 0) return;
    this.#summaryTimer = this.#clock.setTimeout(() => {
      this.#armSummary();
      const counters = this.#tally.counters(this.#clock.elapsed(), this.#options.counters());
      this.#options.onHealth(summary(counters, this.#clock.now()), this.#options.sourceTopic);
    }, minutes * 60_000);
  }
}

/** A reader should never throw here. If it does, the fault is ours and must not stop the flow: reject the telegram. */
function tryRead(reader: TelegramReader, frame: Frame, receivedAt: number): Telegram | Rejection {
  try {
    return reader.tryRead(frame, receivedAt);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return new Rejection("unreadable", `the telegram cannot be read: ${message}`, frame);
  }
}
