/** The verdict on a telegram's checksum: CRC-16/ARC over the bytes from "/" through "!" (DSMR 5.0.2, 5.2; IEC 62056-21 mode D). */
export interface Crc {
  readonly status: "valid" | "invalid" | "absent";
  /** As printed behind the "!", absent where nothing was. */
  readonly received?: string;
  /** Four upper-case hex digits; absent where nothing was received to compare with. */
  readonly computed?: string;
}

/** Why bytes that began as a telegram cannot be one. */
export type FrameFault = "cut" | "too-long" | "decrypt";

/** Why cipher frames could not be opened. */
export type CipherHint = "key-needed" | "key-form" | "authentication-key-form" | "key-wrong" | "cipher-unknown";

/** What stood on the wire from one "/" to the end of its telegram. */
export interface Frame {
  /** From "/" through the end line's CRC, without the last line end; latin1. A copy: it is the receiver's to keep. */
  readonly bytes: Buffer;
  readonly crc: Crc;
  /** False where no "!" closed it and the next header (or the end of the input) did. */
  readonly ended: boolean;
  /** True where the telegram came out of a cipher frame. */
  readonly encrypted?: boolean;
  /** Set where the frame is no telegram, with a sentence for the user in `hint`. */
  readonly fault?: FrameFault;
  readonly hint?: string;
  /** Where the fault is "decrypt": which hint it is, a code of the `hint` texts. */
  readonly hintCode?: CipherHint;
}

/** The frame of a whole telegram, whose CRC is right and stands there as it is printed. */
export function sealedFrame(bytes: Buffer, printed: string): Frame {
  return { bytes, crc: { status: "valid", received: printed, computed: printed }, ended: true };
}

/** How cipher frames are opened: keys as 32 hex digits. */
export interface DecryptionOptions {
  /** AES-128 key; without one the documented demo key is tried. */
  readonly decryptionKey?: string;
  /** Authentication key for `aad: "own"`. */
  readonly authenticationKey?: string;
  /** Additional authenticated data: Luxembourg's fixed one (default), the own authentication key, or none. */
  readonly aad?: "luxembourg" | "own" | "none";
}

export type FramerOptions = DecryptionOptions;
