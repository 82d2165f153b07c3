import { type Sentence, sentence } from "../texts/texts";
import type { SourceError } from "./source";

/** Error messages of the system or the serial binding. glibc, musl, macOS and Windows use different words. */
const KINDS = [
  { code: "busy", pattern: /cannot lock port|resource busy|device busy|EBUSY|EAGAIN/i },
  { code: "rights", pattern: /permission denied|operation not permitted|access denied|EACCES|EPERM/i },
  { code: "ENOENT", pattern: /no such (file|device)|file not found|ENOENT|ENXIO|ENODEV/i },
  {
    code: "not-a-port",
    pattern: /inappropriate ioctl|not a tty|not a typewriter|is a directory|invalid argument, cannot open/i,
  },
  { code: "line", pattern: /baud|invalid (data bits|parity|stop bits)|attributes|termios|custom/i },
  {
    code: "gone",
    pattern: /input\/output error|i\/o error|EIO|bad file|EBADF|operation aborted|device not configured/i,
  },
] as const;

/**
 * Why a serial port could not be opened or read, and what to do. `cause` is the error of the serial binding; an unknown
 * one is quoted.
 */
export function serialError(path: string, cause: unknown, platform: NodeJS.Platform = process.platform): SourceError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = KINDS.find(({ pattern }) => pattern.test(message))?.code;
  if (code === undefined) return sentence("serial", { path, message: oneLine(message) });
  // Windows has no permissions for ports: "Access denied" means that another program has the port open.
  if (code === "rights" && platform === "win32") return sentence("busy", { path });
  return code === "ENOENT" || code === "gone" ? absent(code, path) : sentence(code, { path });
}

/** The port was unplugged while it was open. */
export function unpluggedError(path: string): SourceError {
  return absent("unplugged", path);
}

/** The sentence for a missing port. For /dev/tty* it adds that the number may have changed. */
function absent(code: "ENOENT" | "gone" | "unplugged", path: string): Sentence {
  return sentence(path.startsWith("/dev/tty") ? `${code}-tty` : code, { path });
}

/** The path setting is empty. */
export function noPathError(): SourceError {
  return sentence("no-path");
}

/** The native part of `serialport` does not load here. */
export function bindingError(cause: unknown): SourceError {
  return sentence("binding", { message: oneLine(cause instanceof Error ? cause.message : String(cause)) });
}

/** A warning for a port that cannot set RTS or DTR high. */
export function dataRequestWarning(path: string, signal: "rts" | "dtr"): string {
  const name = signal.toUpperCase();
  return `${path} cannot raise ${name}, which was to request data: tie the cable's pin 2 to +5 V, or set data request to none`;
}

const MAX_QUOTE = 160;

function oneLine(message: string): string {
  const line = message.split("\n", 1)[0]!.trim();
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}...` : line;
}
