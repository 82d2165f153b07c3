import type { Frame } from "../../../lib/framing/frame";
import type { Clock } from "../../../lib/connection/system-clock";
import { P1Connection } from "../../../lib/connection/connection";
import type { ConnectionEvent, ConnectionOptions, ConnectionStatus } from "../../../lib/connection/types";
import type { LineSettings, Source, SourceError, SourceEvents } from "../../../lib/source/source";
import { latin1, oldTelegram as writtenOld, telegram as written } from "../../support/telegrams";

/** Time that stands still until it is moved on. */
export class FakeClock implements Clock {
  #time = 0;
  #next = 1;
  readonly #timers = new Map<number, { at: number; run: () => void }>();

  /** Wall time starts at 2024-01-01T00:00:00Z. */
  now = (): number => Date.UTC(2024, 0, 1) + this.#time;
  elapsed = (): number => this.#time;

  setTimeout = (run: () => void, ms: number): number => {
    this.#timers.set(this.#next, { at: this.#time + ms, run });
    return this.#next++;
  };

  clearTimeout = (timer: unknown): void => {
    this.#timers.delete(timer as number);
  };

  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by `seconds` and runs what falls due, in order, with the promises in between. */
  async pass(seconds: number): Promise<void> {
    const end = this.#time + seconds * 1000;
    await settled();
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#time = Math.max(this.#time, due[1].at);
      due[1].run();
      await settled();
    }
    this.#time = end;
  }
}

/** All promises that can go on have gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A source that the test controls. */
export class FakeSource implements Source {
  readonly to = "the meter";
  readonly line: LineSettings | undefined;
  events: SourceEvents | undefined;
  closed = false;
  #free: (() => void) | undefined;
  readonly #closing: Promise<void>;

  constructor(line: LineSettings | undefined, slow: boolean) {
    this.line = line;
    this.#closing = new Promise((resolve) => (this.#free = resolve));
    if (!slow) this.#free?.();
  }

  open(events: SourceEvents): void {
    this.events = events;
  }

  close(): Promise<void> {
    this.closed = true;
    return this.#closing;
  }

  /** A slow one's port is free at last. */
  free(): void {
    this.#free?.();
  }
}

export interface Bench {
  readonly clock: FakeClock;
  readonly connection: P1Connection;
  readonly sources: FakeSource[];
  readonly events: ConnectionEvent[];
  readonly statuses: ConnectionStatus[];
  readonly warnings: string[];
  readonly frames: { frame: Frame; receivedAt: number }[];
  /** The source in use. */
  readonly source: () => FakeSource;
  readonly opens: () => void;
  readonly sends: (bytes: Buffer | string) => void;
  readonly fails: (reason: string, code?: string) => void;
  /** Sends a good telegram every `period` seconds, `count` times, the first at once. */
  readonly telegrams: (count: number, period: number) => Promise<void>;
  /** Names of the events since the last call. */
  readonly news: () => string[];
}

export interface BenchOptions extends Partial<Omit<ConnectionOptions, "source">> {
  /** Sources whose `close` resolves only after `free`. */
  readonly slow?: boolean;
}

/** A connection on a bench: fake clock, fake sources, and everything it passes to listeners written down. */
export function bench(options: BenchOptions = {}): Bench {
  const { slow = false, ...rest } = options;
  const clock = new FakeClock();
  const sources: FakeSource[] = [];
  const source = (line: LineSettings | undefined): FakeSource => {
    const made = new FakeSource(line, slow);
    sources.push(made);
    return made;
  };
  const connection = new P1Connection({ ...rest, source }, clock, () => 0);
  const [events, statuses, warnings, frames]: [ConnectionEvent[], ConnectionStatus[], string[], Bench["frames"]] = [
    [],
    [],
    [],
    [],
  ];
  let read = 0;
  connection.addListener({
    onFrame: (frame, receivedAt) => frames.push({ frame, receivedAt }),
    onEvent: (event) => events.push(event),
    onStatus: (status) => statuses.push(status),
    onWarning: (text) => warnings.push(text),
  });
  const now = (): FakeSource => sources.at(-1)!;
  const sends = (bytes: Buffer | string): void => now().events!.onData(Buffer.from(bytes as string, "latin1"));
  return {
    clock,
    connection,
    sources,
    events,
    statuses,
    warnings,
    frames,
    source: now,
    opens: () => now().events!.onOpen(),
    sends,
    fails: (text, code = "test") => now().events!.onClose({ code, text } satisfies SourceError),
    async telegrams(count, period) {
      for (let i = 0; i < count; i++) {
        if (i > 0) await clock.pass(period);
        sends(telegram(i));
      }
    },
    news() {
      const names = events.slice(read).map(({ event }) => event);
      read = events.length;
      return names;
    },
  };
}

const LINES = ["1-3:0.2.8(50)", "0-0:96.1.1(4B384547)", "1-0:1.7.0(01.193*kW)", "1-0:2.7.0(00.000*kW)"];

/** A telegram with its CRC; `number` makes it differ from others. */
export function telegram(number = 0): Buffer {
  const energy = `1-0:1.8.1(${String(number).padStart(10, "0")}*Wh)`;
  return latin1(written([...LINES, energy], "/TST5\\SUPPORT"));
}

/** As meters before DSMR 4 send: no CRC; without `end` the "!" is missing too. */
export function oldTelegram(end = true): Buffer {
  const whole = writtenOld(["0-0:96.1.1(4B384547)", "1-0:1.7.0(0001.19*kW)"], "/TST4\\OLD");
  return latin1(end ? whole : whole.replace("!\r\n", ""));
}

/** A telegram whose CRC is wrong. */
export function damagedTelegram(): Buffer {
  const bytes = telegram();
  bytes[20]! ^= 1;
  return bytes;
}

/** Bytes that are no telegram, in the same order at every call. */
export function garbage(count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, i) => ((i * 167 + 13) % 251) | 1));
}

/** Text as a 7E1 line sends it, read as 8 bits: even parity in bit 7. */
export function withParity(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (ones(byte & 0x7f) % 2 ? byte | 0x80 : byte & 0x7f)));
}

function ones(byte: number): number {
  return byte.toString(2).replaceAll("0", "").length;
}
