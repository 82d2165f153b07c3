import { type Sentence, sentence } from "../texts/texts";

/** What is known about a connection that brings no telegrams. */
export interface Trouble {
  /** Whether bytes arrive. */
  readonly garbled: boolean;
  /** Why encrypted frames could not be decrypted. */
  readonly fault?: Sentence | undefined;
  /** Whether telegrams with a wrong CRC arrive. */
  readonly damaged: boolean;
  /** While line settings are searched: those in use, and whether all of them have been tried. */
  readonly search?: { readonly line: string; readonly exhausted: boolean } | undefined;
  /** The source's warning; empty if there is none. */
  readonly warning: string;
}

/** Returns the sentence that says why no telegram comes and what to do. */
export function troubleHint({ garbled, fault, damaged, search, warning }: Trouble): Sentence {
  if (!garbled) return warning ? sentence("nothing-comes-warned", { warning }) : sentence("nothing-comes");
  if (fault) return fault;
  if (damaged) return sentence("crc-wrong");
  if (search) return search.exhausted ? sentence("no-line-fits") : searching(search.line);
  return sentence("no-telegram");
}

/** Line settings are being searched; `line` are those in use, for example "9600 7E1". */
export function searching(line: string): Sentence {
  return sentence("searching", { line });
}

/** `to` did not open within `seconds`. */
export function hangs(to: string, seconds: number): Sentence {
  return sentence("hangs", { to, seconds });
}

/** The settings of the connection could not make a source. */
export function unusable(cause: unknown): Sentence {
  return sentence("settings", { message: cause instanceof Error ? cause.message : String(cause) });
}

/** Why the relay cannot listen on `to` ("127.0.0.1:8000"), and what to do. */
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
