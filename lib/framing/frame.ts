/** The status of a telegram's CRC, taken over the bytes from "/" through "!" (DSMR 5.0.2, 5.2; IEC 62056-21 mode D). */
export interface Crc {
  readonly status: "valid" | "invalid" | "absent";
  /** As printed behind the "!"; absent if nothing was. */
  readonly received?: string;
  /** Four upper-case hex digits; absent if nothing was received to compare with. */
  readonly computed?: string;
}

/** Why bytes that began as a telegram are none: its end is missing, no end came within 16 KiB, or it is encrypted. */
export type FrameFault = "cut" | "too-long" | "decrypt";

/** Why an encrypted frame could not be decrypted. */
export type CipherHint = "key-needed" | "key-form" | "authentication-key-form" | "key-wrong" | "cipher-unknown";

/** The bytes of one telegram as they came, from the "/" to its end. */
export interface Frame {
  /** From "/" through the end line's CRC, without the last line end; latin1. A copy that belongs to the receiver. */
  readonly bytes: Buffer;
  readonly crc: Crc;
  /** False if no "!" closed it, but the next header or the end of the input. */
  readonly ended: boolean;
  /** True if the telegram was encrypted. */
  readonly encrypted?: boolean;
  /** Present if the frame is no telegram; `hint` is then a sentence for the user. */
  readonly fault?: FrameFault;
  readonly hint?: string;
  /** Present if the fault is "decrypt": which hint it is, a key of the `hint` texts. */
  readonly hintCode?: CipherHint;
}

/** How encrypted frames are decrypted. Keys are 32 hex digits. */
export interface DecryptionOptions {
  /** AES-128 key. Without one the documented demo key is tried. */
  readonly decryptionKey?: string;
  /** Authentication key for `aad: "own"`. */
  readonly authenticationKey?: string;
  /** Additional authenticated data: Luxembourg's fixed one (default), the own authentication key, or none. */
  readonly aad?: "luxembourg" | "own" | "none";
}

export type FramerOptions = DecryptionOptions;
