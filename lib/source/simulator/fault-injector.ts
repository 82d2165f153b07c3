import { type FaultName, type PassingFault, passingFaults } from "./faults";
import { hash, pick } from "./random";

/** What the meter sends at one tick. */
export interface Tick {
  /** Empty while the meter is silent. */
  readonly bytes: Buffer;
  /** `whole`: the bytes hold a telegram that can be read. `withheld`: no telegram was sent. */
  readonly telegram: "whole" | "damaged" | "withheld";
  readonly fault?: FaultName;
  /** Whether the connection ends after these bytes. */
  readonly reset: boolean;
}

/** One telegram in ten has a fault. */
const EVERY = 10;
/** A silence lasts 20 s, or 6 periods if that is longer: long enough for a reader to notice it. */
const SILENT_SECONDS = 20;
const SILENT_PERIODS = 6;
const CIPHER_START = 0xdb;
const CIPHER_HEADER = 18;

/**
 * Puts a fault into about one telegram in ten. The same seed gives the same faults in the same telegrams. Two telegrams
 * in a row never have a fault, so that a test can attribute each one.
 */
export class FaultInjector {
  readonly #faults: readonly PassingFault[];
  readonly #seed: number;
  readonly #silentTicks: number;
  #tick = 0;
  #silentUntil = 0;
  #lastSpoiled = -1;

  /** `period` in seconds. */
  constructor(faults: ReadonlySet<FaultName>, seed: number, period: number) {
    this.#faults = passingFaults.filter((name) => faults.has(name));
    this.#seed = seed;
    this.#silentTicks = Math.ceil(Math.max(SILENT_SECONDS / period, SILENT_PERIODS));
  }

  /** Returns what is sent for the next telegram. */
  apply(telegram: Buffer): Tick {
    const tick = this.#tick++;
    if (tick < this.#silentUntil)
      return { bytes: Buffer.alloc(0), telegram: "withheld", fault: "silence", reset: false };
    const whole: Tick = { bytes: telegram, telegram: "whole", reset: false };
    if (this.#faults.length === 0 || tick <= this.#lastSpoiled + 1 || this.#chance(tick, 0) % EVERY !== 0) return whole;
    const fault = this.#faults[this.#chance(tick, 1) % this.#faults.length]!;
    this.#lastSpoiled = tick;
    if (fault === "silence") this.#silentUntil = tick + this.#silentTicks;
    return this.#spoil(telegram, fault, tick);
  }

  #chance(tick: number, which: number): number {
    return hash(this.#seed, tick, which, 501);
  }

  #spoil(telegram: Buffer, fault: PassingFault, tick: number): Tick {
    const chance = (which: number): number => this.#chance(tick, 2 + which);
    const common = { fault, reset: false } as const;
    switch (fault) {
      case "noise":
        return { ...common, bytes: Buffer.concat([noise(telegram, chance), telegram]), telegram: "whole" };
      case "duplicate-headers":
        return { ...common, bytes: Buffer.concat([header(telegram), telegram]), telegram: "whole" };
      case "flips":
        return { ...common, bytes: flipped(telegram, chance), telegram: "damaged" };
      case "cuts":
        return { ...common, bytes: cut(telegram, chance), telegram: "damaged" };
      case "silence":
        return { ...common, bytes: Buffer.alloc(0), telegram: "withheld" };
      case "resets":
        if (chance(0) % 2 === 0) return { fault, bytes: telegram, telegram: "whole", reset: true };
        return { fault, bytes: cut(telegram, chance), telegram: "damaged", reset: true };
    }
  }
}

type Chance = (which: number) => number;

function isCipher(telegram: Buffer): boolean {
  return telegram[0] === CIPHER_START;
}

/** The start of a telegram: its identification line and the empty line, or the head of a cipher frame. */
function header(telegram: Buffer): Buffer {
  return telegram.subarray(0, isCipher(telegram) ? CIPHER_HEADER : telegram.indexOf("\r\n\r\n") + 4);
}

/** Up to 60 stray bytes, none of which starts a telegram. For a telegram without a CRC they always end with CR LF. */
function noise(telegram: Buffer, chance: Chance): Buffer {
  const bytes = Buffer.alloc(1 + (chance(1) % 60));
  for (let i = 0; i < bytes.length; i++) {
    const byte = chance(10 + i) & 0xff;
    bytes[i] = byte === 0x2f || byte === CIPHER_START ? 0x3f : byte;
  }
  const hasCrc = isCipher(telegram) || !telegram.subarray(-4).includes("!");
  return hasCrc && chance(2) % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from("\r\n")]);
}

/** The part in which a fault leaves the start and end of a telegram intact: after the first data line, before "!". */
function body(telegram: Buffer): { start: number; end: number } {
  if (isCipher(telegram)) return { start: CIPHER_HEADER, end: telegram.length };
  const firstLine = header(telegram).length;
  return { start: telegram.indexOf("\r\n", firstLine) + 2, end: telegram.lastIndexOf("!") - 2 };
}

/** Flips one to three bits. A CRC or an authentication tag always detects it; without one it goes unnoticed. */
function flipped(telegram: Buffer, chance: Chance): Buffer {
  const bytes = Buffer.from(telegram);
  const { start, end } = body(telegram);
  const wanted = 1 + (chance(3) % 3);
  const touched = new Set<number>();
  for (let i = 0; touched.size < wanted; i++) {
    const at = start + (chance(100 + i) % (end - start));
    const byte = bytes[at]! ^ (1 << (chance(1000 + i) % 8));
    if (touched.has(at) || !(isCipher(telegram) || isPlain(bytes[at]!, byte))) continue;
    bytes[at] = byte;
    touched.add(at);
  }
  return bytes;
}

/** Whether a changed byte keeps the structure: line ends stay, and no "/" or "!" appears. */
function isPlain(before: number, after: number): boolean {
  return before >= 0x20 && after >= 0x20 && after < 0x7f && after !== 0x2f && after !== 0x21;
}

function cut(telegram: Buffer, chance: Chance): Buffer {
  const { start, end } = body(telegram);
  return telegram.subarray(0, pick(start, end - 1, chance(4)));
}
