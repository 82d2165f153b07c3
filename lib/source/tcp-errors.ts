import type { SourceError } from "./source";

/** What is wrong and what to do, by the system's code. */
const TEXTS: Readonly<Record<string, (to: string) => string>> = {
  ECONNREFUSED: (to) =>
    `${to} refuses the connection: see that the relay runs there and the port is right, and that it allows another reader`,
  ENOTFOUND: (to) => `the host of ${to} is unknown: see that its name is right, or use its address`,
  EAI_AGAIN: (to) => `the host of ${to} cannot be looked up now: see that this computer's network and name server work`,
  EHOSTUNREACH: (to) => `${to} cannot be reached: see that the device is switched on and in the same network`,
  EHOSTDOWN: (to) => `${to} cannot be reached: see that the device is switched on and in the same network`,
  ENETUNREACH: (to) => `${to} cannot be reached, there is no network to it: see that this computer is connected`,
  ENETDOWN: (to) => `${to} cannot be reached, the network is down: see that this computer is connected`,
  ETIMEDOUT: (to) => `${to} does not answer: see that the device is switched on and its address is right`,
  ECONNRESET: (to) => `${to} broke the connection off: see that the relay allows another reader and did not restart`,
  EPIPE: (to) => `${to} broke the connection off: see that the relay allows another reader and did not restart`,
  ended: (to) => `${to} closed the connection: see that the relay allows another reader and did not restart`,
  "no-host": () => "no host is set: fill in the relay's name or address",
  "bad-port": () => "the port is not a number from 1 to 65535: fill in the one the relay listens on",
};

/** Why a TCP connection could not be made or ended, as a sentence that says what to do; `to` is "host:port". */
export function tcpError(to: string, cause: unknown): SourceError {
  const code = codeOf(cause);
  const text = Object.hasOwn(TEXTS, code) ? TEXTS[code] : undefined;
  if (text) return { code, text: text(to) };
  const message = cause instanceof Error && cause.message ? cause.message : code;
  return { code, text: `${to} cannot be used: ${message}` };
}

/** A host with several addresses fails with all their errors at once: the first is the one to tell. */
function codeOf(cause: unknown): string {
  if (typeof cause === "string") return cause;
  const { code, errors } = cause as { code?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return first instanceof Error ? codeOf(first) : "network";
}
