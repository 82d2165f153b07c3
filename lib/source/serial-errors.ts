import type { SourceError } from "./source";

interface Kind {
  readonly code: string;
  /** What the system or the serial binding writes: glibc, musl, macOS and Windows word it differently. */
  readonly pattern: RegExp;
  text(path: string): string;
}

const byId = (path: string): string =>
  path.startsWith("/dev/serial/") || !path.startsWith("/dev/tty")
    ? ""
    : "; its number may have changed, a path under /dev/serial/by-id stays the same";

const BUSY: Kind = {
  code: "busy",
  pattern: /cannot lock port|resource busy|device busy|EBUSY|EAGAIN/i,
  text: (path) => `${path} is in use by another program or node: stop that one, or let it relay the telegrams`,
};

const RIGHTS: Kind = {
  code: "rights",
  pattern: /permission denied|operation not permitted|access denied|EACCES|EPERM/i,
  text: (path) =>
    `no rights to open ${path}: add the user that runs Node-RED to the group dialout ` +
    `(on some systems uucp) and start Node-RED anew; in a container, hand the device in`,
};

const MISSING: Kind = {
  code: "ENOENT",
  pattern: /no such (file|device)|file not found|ENOENT|ENXIO|ENODEV/i,
  text: (path) => `there is no ${path}: see that the cable is plugged in and the path is right${byId(path)}`,
};

const NO_PORT: Kind = {
  code: "not-a-port",
  pattern: /inappropriate ioctl|not a tty|not a typewriter|is a directory|invalid argument, cannot open/i,
  text: (path) => `${path} is not a serial port: choose another path`,
};

const LINE: Kind = {
  code: "line",
  pattern: /baud|invalid (data bits|parity|stop bits)|attributes|termios|custom/i,
  text: (path) => `${path} cannot work with these line settings: choose others`,
};

const GONE: Kind = {
  code: "gone",
  pattern: /input\/output error|i\/o error|EIO|bad file|EBADF|operation aborted|device not configured/i,
  text: (path) =>
    `reading ${path} failed, the adapter is gone or broken: see that the cable is plugged in${byId(path)}`,
};

const KINDS: readonly Kind[] = [BUSY, RIGHTS, MISSING, NO_PORT, LINE, GONE];

/**
 * Why a serial port could not be opened or read, as a sentence that says what to do. `cause` is what the serial
 * binding gave; what is not recognised is quoted.
 */
export function serialError(path: string, cause: unknown, platform: NodeJS.Platform = process.platform): SourceError {
  const message = cause instanceof Error ? cause.message : String(cause);
  // Windows says "Access denied" for a port that another program holds; it has no rights on ports.
  if (platform === "win32" && RIGHTS.pattern.test(message)) return { code: BUSY.code, text: BUSY.text(path) };
  const kind = KINDS.find(({ pattern }) => pattern.test(message));
  if (kind) return { code: kind.code, text: kind.text(path) };
  return { code: "serial", text: `${path} cannot be used: ${oneLine(message)}` };
}

/** The port vanished while it was open. */
export function unpluggedError(path: string): SourceError {
  return { code: "unplugged", text: `${path} was unplugged: plug the cable in again${byId(path)}` };
}

/** The path setting is empty. */
export function noPathError(): SourceError {
  return { code: "no-path", text: "no serial port is set: choose the port the P1 cable is on" };
}

/** The native part of `serialport` does not load here. */
export function bindingError(cause: unknown): SourceError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "binding",
    text:
      `serial ports cannot be used here, their native module does not load (${oneLine(message)}): run "npm rebuild" ` +
      `in the Node-RED user folder and start Node-RED anew; network connections work without it`,
  };
}

/** A port that has no RTS or DTR to raise. */
export function dataRequestWarning(path: string, signal: "rts" | "dtr"): string {
  const name = signal.toUpperCase();
  return `${path} cannot raise ${name}, which was to request data: tie the cable's pin 2 to +5 V, or set data request to none`;
}

const MAX_QUOTE = 160;

function oneLine(message: string): string {
  const line = message.split("\n", 1)[0]!.trim();
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}...` : line;
}
