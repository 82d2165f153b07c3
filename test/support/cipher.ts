import { createCipheriv } from "node:crypto";
import { DEMO_DECRYPTION_KEY, LUXEMBOURG_AUTHENTICATION_KEY } from "../../lib/framing/demo-key";
import { latin1 } from "./telegrams";

export interface Sealing {
  key?: string;
  /** What follows the security byte in the additional authenticated data, hex; "" for no additional data at all. */
  authentication?: string;
  /** 0x30 encrypted and authenticated; 0x20 encrypted only, without a tag. */
  security?: 0x30 | 0x20;
  counter?: number;
  /** How the length is written. */
  length?: "82" | "81" | "one byte" | "00";
}

const TITLE = latin1("TST\x01\x02\x03\x04\x05");

/** A cipher frame as E-Meter P1 specification 1.1.3, 3.2.5 has it, around `plaintext`. */
export function sealed(plaintext: string | Buffer, sealing: Sealing = {}): Buffer {
  const { security = 0x30, counter = 7 } = sealing;
  const { content, tag } = encrypted(plaintext, sealing);
  const body = Buffer.concat([Buffer.of(security), counterBytes(counter), content, tag]);
  return Buffer.concat([Buffer.of(0xdb, TITLE.length), TITLE, lengthBytes(body.length, sealing.length ?? "82"), body]);
}

/** The bytes that a frame's plaintext is combined with (exclusive or), from its first byte on. */
export function keystream(length: number, sealing: Sealing = {}): Buffer {
  return encrypted(Buffer.alloc(length), sealing).content;
}

function encrypted(plaintext: string | Buffer, sealing: Sealing): { content: Buffer; tag: Buffer } {
  const { key = DEMO_DECRYPTION_KEY, authentication = LUXEMBOURG_AUTHENTICATION_KEY, counter = 7 } = sealing;
  const nonce = Buffer.concat([TITLE, counterBytes(counter)]);
  const cipher = createCipheriv("aes-128-gcm", Buffer.from(key, "hex"), nonce, { authTagLength: 12 });
  if (authentication !== "") cipher.setAAD(Buffer.from(`30${authentication}`, "hex"));
  const content = Buffer.concat([
    cipher.update(typeof plaintext === "string" ? latin1(plaintext) : plaintext),
    cipher.final(),
  ]);
  return { content, tag: sealing.security === 0x20 ? Buffer.alloc(0) : cipher.getAuthTag() };
}

function counterBytes(counter: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(counter);
  return bytes;
}

function lengthBytes(length: number, form: NonNullable<Sealing["length"]>): Buffer {
  const [most, digits] = { "one byte": [0x7f, 0], "81": [0xff, 1], "82": [0xffff, 2], "00": [0xffff, 2] }[form] as [
    number,
    number,
  ];
  if (length > most) throw new RangeError(`A length of ${length} cannot be written as ${form}.`);
  if (digits === 0) return Buffer.of(length);
  const low = digits === 1 ? [length] : [length >> 8, length & 0xff];
  return Buffer.of(Number.parseInt(form, 16), ...low);
}
