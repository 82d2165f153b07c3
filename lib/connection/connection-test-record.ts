import type { Frame } from "../framing/frame";
import { generation } from "../telegram/meaning/meter";
import { Rejection } from "../telegram/rejection";
import { TelegramReader } from "../telegram/reader";
import type { Meter, TelegramErrorCode } from "../telegram/types";
import type { Sentence } from "../texts/texts";
import { type ConnectionStatus, isConnected } from "./types";

/** The number of rejected telegrams for each reason. */
export type Rejected = Readonly<Record<TelegramErrorCode, number>>;

/** The number of rejected telegrams of all reasons. */
export function totalOf(rejected: Rejected): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}

/** What a connection test has found so far. */
export interface Findings {
  /** The target as text: "/dev/ttyUSB0", "10.0.0.5:1234". */
  readonly to: string;
  /** Whether the connection was open at least once. */
  readonly opened: boolean;
  /** Why the connection could not be opened or was lost, the last time. */
  readonly lost?: Sentence;
  /** Bytes received. */
  readonly bytes: number;
  /** Good telegrams. */
  readonly good: number;
  readonly rejected: Rejected;
  /** Whether the last good telegram came encrypted. */
  readonly encrypted: boolean;
  /**
   * Whether a frame that could not be decrypted was a cipher frame with a tag. Only these can be decrypted with a key.
   */
  readonly cipher: boolean;
  /** Line settings in use on a serial port, "115200 8N1". */
  readonly line?: string;
  readonly meter?: MeterFound;
}

/** The meter that sent the last good telegram. `generation`: 5, 2.2 and so on; absent if the meter names none. */
export interface MeterFound extends Meter {
  readonly generation?: number;
}

/** Listens to the connection under test and counts. Keeps no telegram. */
export class ConnectionTestRecord {
  readonly #reader = new TelegramReader({ objects: false });
  readonly #rejected: Record<TelegramErrorCode, number> = {
    crc: 0,
    "no-crc": 0,
    cut: 0,
    "too-long": 0,
    unreadable: 0,
    decrypt: 0,
  };
  #status: ConnectionStatus = { state: "closed", to: "", hint: "" };
  #opened = false;
  #lost: Sentence | undefined;
  #good = 0;
  #encrypted = false;
  #cipher = false;
  #meter: MeterFound | undefined;

  /** Returns the findings so far. `bytes`: the number received, which the connection counts. */
  findings(bytes: number): Findings {
    const { to, line } = this.#status;
    return {
      to,
      opened: this.#opened,
      ...(this.#lost && { lost: this.#lost }),
      bytes,
      good: this.#good,
      rejected: { ...this.#rejected },
      encrypted: this.#encrypted,
      cipher: this.#cipher,
      ...(line !== undefined && { line }),
      ...(this.#meter && { meter: this.#meter }),
    };
  }

  onFrame(frame: Frame, receivedAt: number): void {
    const telegram = this.#reader.tryRead(frame, receivedAt);
    if (telegram instanceof Rejection) {
      this.#rejected[telegram.code]++;
      if (frame.fault === "decrypt" && frame.encrypted === true) this.#cipher = true;
      return;
    }
    const { meter } = telegram;
    const named = generation(meter.version ?? "");
    this.#meter = { ...meter, ...(named !== undefined && { generation: named }) };
    this.#encrypted = frame.encrypted === true;
    this.#good++;
  }

  onStatus(status: ConnectionStatus): void {
    this.#status = status;
    if (isConnected(status.state)) this.#opened = true;
    if (status.state === "backing-off") this.#lost = status.why;
  }
}
