import type { SourceError } from "../source/source";

/** What may be wrong and what to do, in one sentence each, without a full stop so that they fit behind a colon. */

export const NOTHING_COMES =
  "nothing arrives: see that the P1 port is switched on by the grid company, data request (pin 2) is high, and the cable is sound";

export const NO_TELEGRAM =
  "bytes arrive but no telegram: the speed or line settings are wrong, the signal is inverted, the telegrams are encrypted, " +
  "or another program shares the port";

export const NO_LINE_FITS =
  "bytes arrive but no telegram at any line setting: the signal is inverted, the telegrams are encrypted, " +
  "or another program shares the port";

export const CRC_WRONG =
  "telegrams arrive but their CRC is wrong: bytes are lost or changed on the way, see to the cable and that no other program shares the port";

export function searching(line: string): string {
  return `bytes arrive but no telegram yet: trying ${line}`;
}

/** What is known of a line that brings no telegram. */
export interface Trouble {
  /** Whether bytes come. */
  readonly garbled: boolean;
  /** What the framer says of them. */
  readonly fault?: string | undefined;
  /** Whether telegrams with a wrong CRC came. */
  readonly damaged: boolean;
  /** The line settings being tried, where they are searched; `exhausted` when all were. */
  readonly search?: { readonly line: string; readonly exhausted: boolean } | undefined;
  /** What the source warned of. */
  readonly warning: string;
}

/** Why no telegram comes and what to do. */
export function troubleHint({ garbled, fault, damaged, search, warning }: Trouble): string {
  if (!garbled) return warning ? `${warning}; ${NOTHING_COMES}` : NOTHING_COMES;
  if (fault) return fault;
  if (damaged) return CRC_WRONG;
  if (search) return search.exhausted ? NO_LINE_FITS : searching(search.line);
  return NO_TELEGRAM;
}

/** Opening took longer than `seconds`. */
export function hangs(to: string, seconds: number): SourceError {
  return {
    code: "hangs",
    text: `${to} did not open within ${seconds} s: see that the device is switched on and answers`,
  };
}

/** The connection's settings did not even make a source. */
export function unusable(cause: unknown): SourceError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: "settings", text: `the connection's settings cannot be used: ${message}` };
}

export function connectedText(to: string, line?: string): string {
  return line ? `connected to ${to} at ${line}` : `connected to ${to}`;
}

export function disconnectedText(reason: string, retryIn: number): string {
  return `not connected: ${reason}; next try in ${retryIn} s`;
}

export function noDataText(seconds: number, hint: string): string {
  return `no telegram for ${seconds} s: ${hint}`;
}

export const RESUMED = "telegrams arrive";

/** Why the relay does not listen. */
export function relayFault(to: string, cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const why: Record<string, string> = {
    EADDRINUSE: "the port is in use by another program or node: choose another relay port",
    ERR_SOCKET_BAD_PORT: "the port is not a number from 1 to 65535: choose another relay port",
    EACCES: "no rights to use this port: choose a relay port above 1023",
    EADDRNOTAVAIL: "this computer has no such address: choose 127.0.0.1, 0.0.0.0 or one of its own",
  };
  const reason = code !== undefined && Object.hasOwn(why, code) ? why[code]! : message;
  return `the relay cannot listen on ${to}: ${reason}`;
}
