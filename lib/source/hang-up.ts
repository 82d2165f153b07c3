import { read } from "node:fs";
import { promisify } from "node:util";

const readFile = promisify(read);

/** The parts of a port of serialport's Unix bindings that are needed to read from it. */
interface UnixPort {
  readonly fd: number | null;
  readonly poller: { once(event: "readable", ready: (cause: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

/**
 * Makes an open port notice that its device is gone. When a USB adapter is unplugged, reading gives 0 bytes. serialport
 * 13 takes that for "no data yet" and reads again at once, in an endless loop. This function replaces the port's `read`
 * with one that throws, which serialport handles as an unplugged port. Ports of other kinds (Windows, mocks) are left
 * unchanged.
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
    // Rejects with `canceled` if the port is closed in the meantime. serialport then ends reading without an error.
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

/** Whether an error only means that no bytes are available yet, or that a signal interrupted the read. */
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
