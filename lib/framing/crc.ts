/** Byte-wise table of a reflected CRC-16. */
function reflectedTable(polynomial: number): Uint16Array {
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    table[byte] = crc;
  }
  return table;
}

const ARC = reflectedTable(0xa001);
const X25 = reflectedTable(0x8408);

/**
 * CRC-16/ARC, the checksum of a P1 telegram (DSMR 5.0.2, 5.2: x^16+x^15+x^2+1, start 0, no final XOR) over
 * `bytes` from `start` to before `end`: a number of 16 bits.
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0;
  for (let i = start; i < end; i++) crc = (crc >>> 8) ^ ARC[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/** CRC-16/X-25 (start 0xFFFF, final XOR 0xFFFF), which Holley's meters use over the same bytes. */
export function crc16x25(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0xffff;
  for (let i = start; i < end; i++) crc = (crc >>> 8) ^ X25[(crc ^ bytes[i]!) & 0xff]!;
  return crc ^ 0xffff;
}

/** A CRC as a telegram prints it: four upper-case hex digits, most significant first. */
export function crcText(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, "0");
}
