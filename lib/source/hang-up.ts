import { read } from "node:fs";
import { promisify } from "node:util";

const readFile = promisify(read);

/** What of a port of serialport's Unix bindings is needed to read it. */
interface UnixPort {
  readonly fd: number | null;
  readonly poller: { once(event: "readable", ready: (cause: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

/**
 * Makes an open port notice that its device is gone. A terminal that was hung up (its USB adapter pulled) reads as
 * ended, 0 bytes; serialport 13 takes that for "nothing yet" and asks again at once, without end. Here it is an error,
 * which serialport takes for an unplugged port. Leaves ports alone whose insides it does not know (Windows, mocks).
 */
export function noticeHangUp(port: unknown): void {
  if (isUnixPort(port)) port.read = (buffer, offset, length) => readOnce(port, buffer, offset, length);
}

async function readOnce(port: UnixPort, buffer: Buffer, offset: number, length: number): ReturnType<UnixPort["read"]> {
  while (port.fd !== null) {
    try {
      const { bytesRead } = await readFile(port.fd, buffer, offset, length, null);
      if (bytesRead > 0) return { buffer, bytesRead };
      throw new Error("the device is gone");
    } catch (cause) {
      if (!isNothingYet(cause)) throw cause;
    }
    // Its error, when the port is closed meanwhile, says `canceled`: serialport then ends reading without a word.
    await readable(port);
  }
  throw Object.assign(new Error("the port is closed"), { canceled: true });
}

function readable({ fd, poller }: UnixPort): Promise<void> {
  if (fd === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    poller.once("readable", (cause) => (cause ? reject(cause) : resolve()));
  });
}

/** No bytes are waiting (the port does not block), or a signal came between. */
function isNothingYet(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === "EAGAIN" || code === "EWOULDBLOCK" || code === "EINTR";
}

function isUnixPort(port: unknown): port is UnixPort {
  if (typeof port !== "object" || port === null) return false;
  const { fd, poller, read: reads } = port as Partial<Record<keyof UnixPort, unknown>>;
  return typeof fd === "number" && typeof reads === "function" && isPoller(poller);
}

function isPoller(poller: unknown): boolean {
  return typeof poller === "object" && poller !== null && "once" in poller && typeof poller.once === "function";
}
