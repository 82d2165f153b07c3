import { sentence } from "../texts/texts";
import type { SourceError } from "./source";

/** The sentence's code for each error code; some errors share a sentence. */
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

/**
 * Why a TCP connection could not be made or has ended, and what to do. `cause` is an error of Node.js or one of our own
 * codes ("ended", "no-host", "bad-port"); `to` is "host:port".
 */
export function tcpError(to: string, cause: unknown): SourceError {
  const code = codeOf(cause);
  if (isKnown(code)) return sentence(CODES[code], { to });
  return sentence("network", { to, message: cause instanceof Error && cause.message ? cause.message : code });
}

function isKnown(code: string): code is keyof typeof CODES {
  return Object.hasOwn(CODES, code);
}

/** The code of an error. A host with several addresses fails with one error for each: the first one counts. */
function codeOf(cause: unknown): string {
  if (typeof cause === "string") return cause;
  const { code, errors } = cause as { code?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return first instanceof Error ? codeOf(first) : "network";
}
