import assert from "node:assert/strict";
import { crc16, crcText } from "../../../../lib/framing/crc";

/** The text between the parentheses of a data line, "01.193*kW"; several groups with their parentheses between. */
export function groups(telegram: Buffer, code: string): string {
  const line = lines(telegram).find((text) => text.startsWith(`${code}(`));
  assert.ok(line, `${code} is not in the telegram`);
  return line.slice(code.length + 1, -1);
}

/** The number in front of the unit in a line's last group. */
export function number(telegram: Buffer, code: string): number {
  return Number(/([\d.]+)(?:\*[^()]*)?$/.exec(groups(telegram, code))?.[1]);
}

/** The same in thousandths, exactly: Wh, W, litres. */
export function thousandths(telegram: Buffer, code: string): number {
  return Math.round(number(telegram, code) * 1000);
}

export function lines(telegram: Buffer): string[] {
  return telegram.toString("latin1").split("\r\n");
}

/** Fails unless the telegram ends in its own CRC. */
export function verifyCrc(telegram: Buffer): void {
  const end = telegram.lastIndexOf("!");
  assert.equal(telegram.toString("latin1", end + 1), `${crcText(crc16(telegram.subarray(0, end + 1)))}\r\n`);
}

/** Delivered minus returned, in W. */
export function netWatts(telegram: Buffer): number {
  return thousandths(telegram, "1-0:1.7.0") - thousandths(telegram, "1-0:2.7.0");
}
