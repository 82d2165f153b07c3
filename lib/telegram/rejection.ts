import type { Crc, Frame } from "../framing/frame";
import type { TelegramErrorCode } from "./types";

/** Why a frame holds no telegram. It is not an Error: making one is slow, and all that comes may be noise. */
export class Rejection {
  readonly code: TelegramErrorCode;
  /** A sentence for the user. */
  readonly message: string;
  readonly crc: Crc;
  readonly #bytes: Buffer;

  constructor(code: TelegramErrorCode, message: string, { bytes, crc }: Pick<Frame, "bytes" | "crc">) {
    this.code = code;
    this.message = message;
    this.crc = crc;
    this.#bytes = bytes;
  }

  /** The frame's text (latin1). */
  get raw(): string {
    return this.#bytes.toString("latin1");
  }
}
