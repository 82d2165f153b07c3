import type { Frame } from "../framing/frame";
import { TelegramFramer } from "../framing/framer";
import type { SourceError } from "../source/source";
import type { Sentence } from "../texts/texts";
import { Attempts } from "./attempts";
import { Backoff } from "./backoff";
import { ConnectionWatch } from "./connection-watch";
import { connectedEvent, dataResumedEvent, disconnectedEvent, type EventWithoutTime, noDataEvent } from "./events";
import { Listeners } from "./listeners";
import { Relay } from "./relay";
import { type Clock, realClock } from "./system-clock";
import { Timer } from "./timer";
import type {
  ConnectionCounters,
  ConnectionListener,
  ConnectionOptions,
  ConnectionState,
  ConnectionStatus,
} from "./types";
import type { Silence } from "./watchdog";

/** `close` waits this long at most. */
const CLOSE_MS = 900;
/** During a silence the status is updated this often, and less often as the silence grows. */
const RENEW_MS = 10_000;

/**
 * A connection to a meter: a source of bytes and a framer, kept alive. It opens the source, and again after a loss or a
 * silence, finds the line settings of a serial port, relays telegrams to other programs, and passes frames, events and
 * status to its listeners. Nothing is opened before `open` is called, and `close` leaves no timer, port or socket.
 */
export class P1Connection {
  /** Counted since this object was made; kept up to date. */
  readonly counters: ConnectionCounters = { bytes: 0, frames: 0, noise: 0, reconnects: 0 };
  readonly #clock: Clock;
  readonly #framer: TelegramFramer;
  readonly #backoff: Backoff;
  readonly #watch: ConnectionWatch;
  readonly #relay: Relay | undefined;
  readonly #listeners: Listeners;
  readonly #attempts: Attempts;
  readonly #retryTimer: Timer;
  readonly #checkTimer: Timer;

  #state: ConnectionState = "closed";
  #why: Sentence | undefined;
  #to = "";
  /** Whether `open` was called last, rather than `close`; and whether the connection is started. */
  #wanted = false;
  #running = false;
  #closing: Promise<void> | undefined;
  /** Why the source is being opened. "fresh": after `open` or a loss. */
  #opening: "fresh" | "silence" | "line-settings" = "fresh";
  /** Whether it was ever open. */
  #opened = false;
  /** Whether `data-resumed` was sent since the last opening or silence. */
  #resumed = false;
  /** The reasons of `disconnected` events since the source was last open: each is sent once. */
  readonly #reasons = new Set<string>();
  #warning = "";
  #renewAt = Infinity;

  /** Opens nothing yet. `random` returns numbers from 0 to below 1, for the waits between attempts. */
  constructor(options: ConnectionOptions, clock: Clock = realClock, random: () => number = Math.random) {
    this.#clock = clock;
    this.#framer = new TelegramFramer(options.framer);
    this.#backoff = new Backoff(random);
    this.#watch = new ConnectionWatch(options);
    this.#relay = options.relay && new Relay(options.relay, clock, random, (text) => this.#warn(text));
    this.#listeners = new Listeners(clock, (text) => {
      this.counters.lastError = text;
      process.emitWarning(text);
    });
    this.#attempts = new Attempts(() => options.source(this.#watch.lineSettings), clock, {
      opened: () => this.#connected(),
      bytes: (bytes, count) => this.#bytes(bytes, count),
      lost: (reason) => this.#lost(reason),
      warning: (text) => {
        this.#warning = text;
        this.#warn(text);
      },
    });
    this.#retryTimer = new Timer(clock, () => {
      this.#setState("opening", this.#why);
      this.#try();
    });
    this.#checkTimer = new Timer(clock, () => this.#check());
    if (this.#watch.period !== undefined) this.counters.period = this.#watch.period;
  }

  /** The current status. */
  get status(): ConnectionStatus {
    const line = this.#watch.lineSettingsText;
    return {
      state: this.#state,
      to: this.#to,
      hint: this.#why?.text ?? "",
      ...(this.#why && { why: this.#why }),
      ...(this.#state === "silent" && { seconds: this.#watch.seconds(this.#clock.elapsed()) }),
      ...(line && { line }),
    };
  }

  /** Adds a listener and calls its `onStatus` at once. Returns the function that removes it. */
  addListener(listener: ConnectionListener): () => void {
    return this.#listeners.add(listener, this.status);
  }

  /** Opens the connection and keeps it alive until `close`. Never throws. Does nothing if it is open already. */
  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#setState("opening");
    if (this.#closing) void this.#closing.then(() => this.#start());
    else this.#start();
  }

  /** Closes everything. Resolves when that is done, within a second; never rejects. `open` may follow at any time. */
  close(): Promise<void> {
    this.#wanted = false;
    if (this.#running) this.#closing = this.#stop();
    this.#setState("closed");
    return this.#closing ?? Promise.resolve();
  }

  #start(): void {
    if (!this.#wanted || this.#running) return;
    this.#running = true;
    this.#relay?.open();
    this.#try();
  }

  async #stop(): Promise<void> {
    this.#running = false;
    this.#retryTimer.clear();
    this.#backoff.reset();
    this.#reasons.clear();
    this.#disconnect();
    this.#framer.reset();
    await this.#attempts.freed(CLOSE_MS, this.#relay?.close());
    this.#closing = undefined;
  }

  /** Ends the attempt and forgets what belonged to it, after a loss or on close. */
  #disconnect(): void {
    this.#attempts.end();
    this.#checkTimer.clear();
    this.#watch.lost();
    this.#opening = "fresh";
    this.#resumed = false;
    this.#warning = "";
    this.#renewAt = Infinity;
  }

  #try(): void {
    if (!this.#running) return;
    this.#attempts.open();
    this.#to = this.#attempts.to || this.#to;
    this.#setState(this.#state, this.#why);
  }

  #connected(): void {
    const fresh = this.#opening === "fresh";
    this.#to = this.#attempts.to;
    this.#watch.opened(this.#clock.elapsed(), fresh);
    if (this.#opened && this.#opening !== "line-settings") this.counters.reconnects++;
    this.#opened = true;
    this.#reasons.clear();
    if (fresh) {
      this.#setState("waiting");
      this.#emit(connectedEvent(this.#to, this.#watch.lineSettingsText));
    }
    this.#scheduleCheck();
  }

  #lost(why: SourceError): void {
    const reason = why.text;
    this.#disconnect();
    this.counters.lastError = reason;
    this.#deliver(this.#framer.reset());
    if (!this.#running) return;
    const wait = this.#backoff.next();
    this.#retryTimer.start(wait);
    this.#setState("backing-off", why);
    if (this.#reasons.has(reason)) return;
    this.#reasons.add(reason);
    this.#emit(disconnectedEvent(reason, wait));
  }

  #bytes(bytes: Buffer, count: number): void {
    const now = this.#clock.elapsed();
    this.counters.bytes += count;
    this.#watch.bytes(count, now);
    this.#deliver(this.#framer.push(bytes), now);
    this.#scheduleCheck();
  }

  /** `heardAt`: elapsed ms; absent for frames left over from a source that ended, which say nothing about the next. */
  #deliver(frames: readonly Frame[], heardAt?: number): void {
    const receivedAt = this.#clock.now();
    this.counters.noise = this.#framer.noise;
    for (const frame of frames) {
      if (!this.#running) return;
      this.counters.frames++;
      if (heardAt !== undefined && this.#watch.frame(frame, heardAt)) this.#goodTelegram();
      this.#pass(frame, receivedAt);
    }
  }

  /** Passes a frame on, unless a listener closed the connection in an event that the frame caused. */
  #pass(frame: Frame, receivedAt: number): void {
    if (!this.#running) return;
    this.#relay?.send(frame);
    this.#listeners.frame(frame, receivedAt);
  }

  #goodTelegram(): void {
    const { period } = this.#watch;
    if (period !== undefined) this.counters.period = period;
    this.#backoff.reset();
    this.#renewAt = Infinity;
    if (this.#state !== "receiving") this.#setState("receiving");
    if (this.#resumed) return;
    this.#resumed = true;
    this.#emit(dataResumedEvent());
  }

  #scheduleCheck(): void {
    if (this.#attempts.isOpen) this.#checkTimer.startBy(Math.min(this.#watch.due, this.#renewAt));
  }

  /** Does what is due: reports a silence, changes line settings, updates the status, opens the source again. */
  #check(): void {
    const now = this.#clock.elapsed();
    const { changed, silence, reopen } = this.#watch.check(now);
    if (silence) this.#silent(silence, now);
    if (changed) this.#setState(this.#state === "silent" ? "silent" : "waiting", this.#watch.searchHint);
    if (now >= this.#renewAt) this.#renew(now);
    if (reopen) this.#reopen(changed ? "line-settings" : "silence");
    this.#scheduleCheck();
  }

  #silent(silence: Silence, now: number): void {
    const why = this.#watch.hint(now, this.#warning);
    this.#resumed = false;
    this.#renewAt = now + RENEW_MS;
    this.#setState("silent", why);
    this.#emit(noDataEvent(silence, why.text));
  }

  #renew(now: number): void {
    this.#renewAt = now + Math.max(RENEW_MS, this.#watch.seconds(now) * 100);
    this.#setState("silent", this.#watch.hint(now, this.#warning));
  }

  #reopen(why: "silence" | "line-settings"): void {
    if (!this.#running) return;
    this.#opening = why;
    this.#checkTimer.clear();
    this.#watch.paused();
    this.#attempts.end();
    this.#deliver(this.#framer.reset());
    this.#try();
  }

  #setState(state: ConnectionState, why?: Sentence): void {
    this.#state = state;
    this.#why = why;
    this.#listeners.status(this.status);
  }

  #emit(event: EventWithoutTime): void {
    if (this.#running) this.#listeners.event(event);
  }

  #warn(text: string): void {
    this.counters.lastError = text;
    this.#listeners.warning(text);
  }
}
