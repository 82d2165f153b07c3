import { sentence } from "../texts/texts";
import type { SourceError } from "./source";

/** Codes with a sentence of their own, and the ones that mean the same. */
const CODES = {
  ECONNREFUSED: "ECONNREFUSED",
  ENOTFOUND: "ENOTFOUND",
  EAI_AGAIN: "EAI_AGAIN",
  EHOSTUNREACH: "EHOSTUNREACH",
  EHOSTDOWN: "EHOSTUNREACH",
  ENETUNREACH: "ENETUNREACH",
  ENETDOWN: "ENETDOWN",
  ETIMEDOUT: "ETIMEDOUT",
  ECONNRESET: "ECONNRESET",
  EPIPE: "ECONNRESET",
  ended: "ended",
  "no-host": "no-host",
  "bad-port": "bad-port",
} as const;

/** Why a TCP connection could not be made or ended, as a sentence that says what to do; `to` is "host:port". */
export function tcpError(to: string, cause: unknown): SourceError {
  const code = codeOf(cause);
  if (isKnown(code)) return sentence(CODES[code], { to });
  return sentence("network", { to, message: cause instanceof Error && cause.message ? cause.message : code });
}

function isKnown(code: string): code is keyof typeof CODES {
  return Object.hasOwn(CODES, code);
}

/** A host with several addresses fails with all their errors at once: the first is the one to tell. */
function codeOf(cause: unknown): string {
  if (typeof cause === "string") return cause;
  const { code, errors } = cause as { code?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return first instanceof Error ? codeOf(first) : "network";
}
