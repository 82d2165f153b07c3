import { crc16, crcText } from "../../framing/crc";

const CRLF = "\r\n";

/**
 * A whole number of the last decimal's units as a P1 fixed-point number: `decimal(1193, 2, 3)` is "01.193". Rolls over
 * at its number of digits, as a register does.
 */
export function decimal(value: number, digits: number, decimals: number): string {
  const modulus = 10 ** (digits + decimals);
  const rolled = ((value % modulus) + modulus) % modulus;
  const text = String(rolled).padStart(digits + decimals, "0");
  return decimals === 0 ? text : `${text.slice(0, digits)}.${text.slice(digits)}`;
}

/** mWs as kWh with three decimals, rounded down to whole Wh: "003432.827". */
export function kilowattHours(milliwattSeconds: number, digits = 6): string {
  return decimal(Math.floor(milliwattSeconds / 3.6e6), digits, 3);
}

/** W as kW with three decimals: "01.193". Negative power, which flows in the other direction, gives 0. */
export function kilowatts(watts: number): string {
  return decimal(Math.max(watts, 0), 2, 3);
}

/** Millilitres as m3 with three decimals: "00092.287". */
export function cubicMetres(millilitres: number): string {
  return decimal(Math.floor(millilitres / 1000), 5, 3);
}

/** ASCII text as hex digits, as identifiers are sent. */
export function octets(text: string): string {
  return Buffer.from(text, "latin1").toString("hex").toUpperCase();
}

/** A telegram of lines with CR LF, "!" and the CRC (DSMR 5.0.2, section 5.2). */
export function withCrc(lines: readonly string[]): Buffer {
  const covered = Buffer.from(lines.join(CRLF) + CRLF + "!", "latin1");
  return Buffer.concat([covered, Buffer.from(crcText(crc16(covered)) + CRLF)]);
}

/** A telegram of lines with CR LF and "!" without a CRC (DSMR 2.2, 3.0). */
export function withoutCrc(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(CRLF) + CRLF + "!" + CRLF, "latin1");
}
