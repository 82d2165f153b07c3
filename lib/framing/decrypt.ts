import { createDecipheriv } from "node:crypto";
import { AUTHENTICATION_TAG, AUTHENTICATED, PREFIX, type CipherLayout } from "./cipher-frame";
import { DEMO_DECRYPTION_KEY, LUXEMBOURG_AUTHENTICATION_KEY } from "./demo-key";
import type { CipherHint, DecryptionOptions } from "./frame";

/** Keys as bytes; `undefined` if the option is not 32 hex digits. */
export interface DecryptionKeys {
  readonly key: Buffer | undefined;
  /** What follows the security byte in the additional authenticated data. */
  readonly authentication: Buffer | undefined;
  readonly withAad: boolean;
  /** True if no key was given and the documented demo key is used. */
  readonly isDemo: boolean;
}

const KEY = /^[0-9A-Fa-f]{32}$/;

function keyBytes(text: string): Buffer | undefined {
  const digits = text.replaceAll(/[\s:-]/g, "");
  return KEY.test(digits) ? Buffer.from(digits, "hex") : undefined;
}

/** Reads the options. Blanks, colons and dashes between a key's 32 hex digits are ignored. */
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

/** The most likely reason why an encrypted frame cannot be decrypted with `keys`. */
export function decryptHint({ key, authentication, withAad, isDemo }: DecryptionKeys): CipherHint {
  if (isDemo) return "key-needed";
  if (!key) return "key-form";
  return withAad && !authentication ? "authentication-key-form" : "key-wrong";
}

/**
 * Decrypts one frame (AES-128-GCM, nonce = system title + frame counter, tag of 12 bytes; Luxembourg E-Meter P1
 * specification 1.1.3). Returns the plaintext, or undefined if the tag does not fit or a key is missing. A frame whose
 * security byte is 0x20 has no tag: only the CRC of the telegram in it proves what comes out.
 */
export function decrypt(frame: Buffer, layout: CipherLayout, keys: DecryptionKeys): Buffer | undefined {
  if (!keys.key) return undefined;
  const counter = frame.subarray(layout.body + 1, layout.body + PREFIX);
  const nonce = Buffer.concat([frame.subarray(2, 10), counter]);
  const content = frame.subarray(layout.body + PREFIX);
  if (layout.security !== AUTHENTICATED) return decryptUnauthenticated(keys.key, nonce, content);

  const decipher = createDecipheriv("aes-128-gcm", keys.key, nonce, { authTagLength: AUTHENTICATION_TAG });
  if (keys.withAad) {
    if (!keys.authentication) return undefined;
    decipher.setAAD(Buffer.concat([Buffer.of(layout.security), keys.authentication]));
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
