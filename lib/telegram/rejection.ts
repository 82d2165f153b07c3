import type { Crc, Frame } from "../framing/frame";
import type { TelegramErrorCode } from "./types";

/**
 * Why a frame gives no telegram. No Error: to make one costs more than to find out that noise is noise, and on some lines
 * all is noise.
 */
export class Rejection {
  readonly code: TelegramErrorCode;
  /** A sentence for the user. */
  readonly message: string;
  readonly crc: Crc;
  readonly #bytes: Buffer;
  #raw: string | undefined;

  constructor(code: TelegramErrorCode, message: string, { bytes, crc }: Pick<Frame, "bytes" | "crc">) {
    this.code = code;
    this.message = message;
    this.crc = crc;
    this.#bytes = bytes;
  }

  /** The frame's text (latin1), made when it is first asked for: whoever only counts needs none. */
  get raw(): string {
    return (this.#raw ??= this.#bytes.toString("latin1"));
  }
}
