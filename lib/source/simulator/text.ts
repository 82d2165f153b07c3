import { crc16, crcText } from "../../framing/crc";

const CRLF = "\r\n";

/**
 * `value` in units of its last digit as a P1 fixed-point number: `decimal(1193, 2, 3)` is "01.193". Rolls over beyond
 * its digits, as a register does.
 */
export function decimal(value: number, digits: number, decimals: number): string {
  const modulus = 10 ** (digits + decimals);
  const rolled = ((value % modulus) + modulus) % modulus;
  const text = String(rolled).padStart(digits + decimals, "0");
  return decimals === 0 ? text : `${text.slice(0, digits)}.${text.slice(digits)}`;
}

/** mWs as kWh with three decimals, counting only whole Wh: "003432.827". */
export function kilowattHours(milliwattSeconds: number, digits = 6): string {
  return decimal(Math.floor(milliwattSeconds / 3.6e6), digits, 3);
}

/** W as kW with three decimals: "01.193"; a negative power is none in this direction. */
export function kilowatts(watts: number): string {
  return decimal(Math.max(watts, 0), 2, 3);
}

/** Millilitres as m3 with three decimals: "00092.287". */
export function cubicMetres(millilitres: number): string {
  return decimal(Math.floor(millilitres / 1000), 5, 3);
}

/** ASCII as the hex octet string of an identifier. */
export function octets(text: string): string {
  return Buffer.from(text, "latin1").toString("hex").toUpperCase();
}

/** Lines ended by CR LF and "!", with the CRC behind it (DSMR 5.0.2, 5.2). */
export function withCrc(lines: readonly string[]): Buffer {
  const covered = Buffer.from(lines.join(CRLF) + CRLF + "!", "latin1");
  return Buffer.concat([covered, Buffer.from(crcText(crc16(covered)) + CRLF)]);
}

/** Lines ended by CR LF and a bare "!" (DSMR 2.2, 3.0). */
export function withoutCrc(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(CRLF) + CRLF + "!" + CRLF, "latin1");
}
