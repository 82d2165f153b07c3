import { createDecipheriv } from "node:crypto";
import { AUTHENTICATION_TAG, PREFIX, type CipherLayout } from "./cipher-layout";
import { DEMO_DECRYPTION_KEY, LUXEMBOURG_AUTHENTICATION_KEY } from "./demo-key";
import type { DecryptionOptions } from "./frame";

/** Keys as bytes; `undefined` where the option is not 32 hex digits. */
export interface DecryptionKeys {
  readonly key: Buffer | undefined;
  /** What follows the security byte in the additional authenticated data; none where that is empty. */
  readonly authentication: Buffer | undefined;
  readonly withAad: boolean;
  /** True where no key was given and the documented demo key stands in. */
  readonly isDemo: boolean;
}

const KEY = /^[0-9A-Fa-f]{32}$/;

function keyBytes(text: string): Buffer | undefined {
  const digits = text.replaceAll(/[\s:-]/g, "");
  return KEY.test(digits) ? Buffer.from(digits, "hex") : undefined;
}

/** Reads the options: keys of 32 hex digits (blanks, colons and dashes between them are free). */
export function decryptionKeys(options: DecryptionOptions): DecryptionKeys {
  const own = options.decryptionKey?.trim() ?? "";
  const aad = options.aad ?? "luxembourg";
  return {
    key: keyBytes(own === "" ? DEMO_DECRYPTION_KEY : own),
    authentication: keyBytes(aad === "own" ? (options.authenticationKey ?? "") : LUXEMBOURG_AUTHENTICATION_KEY),
    withAad: aad !== "none",
    isDemo: own === "",
  };
}

/**
 * Opens one cipher frame (AES-128-GCM, nonce = system title + frame counter, tag of 12 bytes; Luxembourg E-Meter P1
 * specification 1.1.3). Gives the plaintext, or undefined where the tag does not fit or a key is missing. With the
 * security byte 0x20 there is no tag, and what comes out is proven only by the telegram's CRC.
 */
export function decrypt(frame: Buffer, layout: CipherLayout, keys: DecryptionKeys): Buffer | undefined {
  if (!keys.key) return undefined;
  const counter = frame.subarray(layout.body + 1, layout.body + PREFIX);
  const nonce = Buffer.concat([frame.subarray(2, 10), counter]);
  const content = frame.subarray(layout.body + PREFIX);
  if (layout.security === 0x20) return decryptUnauthenticated(keys.key, nonce, content);

  const decipher = createDecipheriv("aes-128-gcm", keys.key, nonce, { authTagLength: AUTHENTICATION_TAG });
  if (keys.withAad) {
    if (!keys.authentication) return undefined;
    decipher.setAAD(Buffer.concat([frame.subarray(layout.body, layout.body + 1), keys.authentication]));
  }
  const tagAt = content.length - AUTHENTICATION_TAG;
  decipher.setAuthTag(content.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(content.subarray(0, tagAt)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** GCM without its tag is counter mode, from block 2 (NIST SP 800-38D, 7.1). */
function decryptUnauthenticated(key: Buffer, nonce: Buffer, content: Buffer): Buffer {
  const decipher = createDecipheriv("aes-128-ctr", key, Buffer.concat([nonce, Buffer.from([0, 0, 0, 2])]));
  return Buffer.concat([decipher.update(content), decipher.final()]);
}
