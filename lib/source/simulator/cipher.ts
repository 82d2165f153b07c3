import { createCipheriv } from "node:crypto";
import { DEMO_DECRYPTION_KEY, LUXEMBOURG_AUTHENTICATION_KEY } from "../../framing/demo-key";
import type { SimulatedMeterOptions } from "./options";

/** The system title: the manufacturer's FLAG code and the meter's number. The first 8 bytes of every nonce. */
const SYSTEM_TITLE = Buffer.from("SIM\x01\x03\x10\x00\x01", "latin1");
/** Security control byte: authenticated and encrypted (DLMS Green Book). */
const SECURITY = 0x30;
const TAG_BYTES = 12;

type CipherOptions = Pick<SimulatedMeterOptions, "decryptionKey" | "authenticationKey" | "aad">;

/** A sentence that says what is wrong with the keys; undefined if they can be used. */
export function keyProblem(options: CipherOptions): string | undefined {
  const isKey = (key: string): boolean => /^[0-9A-Fa-f]{32}$/.test(key);
  if (options.decryptionKey && !isKey(options.decryptionKey)) {
    return "The decryption key is not 32 hex digits: correct it, or leave it empty for the demo key.";
  }
  if (options.aad === "own" && !isKey(options.authenticationKey ?? "")) {
    return "The authentication key is not 32 hex digits: correct it, or choose Luxembourg's.";
  }
  return undefined;
}

/**
 * Encrypts a telegram into a frame: DB 08, system title, length, security byte, frame counter, ciphertext, tag of 12
 * bytes. AES-128-GCM; the nonce is system title and frame counter (Luxembourg E-Meter P1 specification 1.1.3, section
 * 3.2.5).
 */
export function encrypt(telegram: Buffer, frameCounter: number, options: CipherOptions): Buffer {
  const { decryptionKey = "" } = options;
  const key = Buffer.from(decryptionKey === "" ? DEMO_DECRYPTION_KEY : decryptionKey, "hex");
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(frameCounter >>> 0);
  const cipher = createCipheriv("aes-128-gcm", key, Buffer.concat([SYSTEM_TITLE, counter]), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(additionalData(options));
  const ciphertext = Buffer.concat([cipher.update(telegram), cipher.final()]);
  const length = 1 + counter.length + ciphertext.length + TAG_BYTES;
  return Buffer.concat([
    Buffer.from([0xdb, SYSTEM_TITLE.length]),
    SYSTEM_TITLE,
    Buffer.from([0x82, length >> 8, length & 0xff, SECURITY]),
    counter,
    ciphertext,
    cipher.getAuthTag(),
  ]);
}

function additionalData({ aad, authenticationKey }: CipherOptions): Buffer {
  if (aad === "none") return Buffer.alloc(0);
  const key = aad === "own" ? authenticationKey : LUXEMBOURG_AUTHENTICATION_KEY;
  return Buffer.concat([Buffer.from([SECURITY]), Buffer.from(key ?? "", "hex")]);
}
