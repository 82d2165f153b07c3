import type { SerialPort } from "serialport";
import { noticeHangUp } from "./hang-up";
import { bindingError, dataRequestWarning, noPathError, serialError, unpluggedError } from "./serial-errors";
import type { LineSettings, Source, SourceError, SourceEvents } from "./source";

export interface SerialOptions {
  /** "/dev/ttyUSB0", "/dev/serial/by-id/...", "COM3". */
  readonly path: string;
  /** Line settings; 115200 8N1 by default, as DSMR 4 and later send. */
  readonly line?: LineSettings | undefined;
  /**
   * The signal that the cable connects to the P1 port's Data Request (pin 2). It is held high while the port is open.
   */
  readonly dataRequest?: "none" | "rts" | "dtr" | undefined;
}

/** Loads `serialport`. Called only when a port is opened, so that everything else works without its native binding. */
export type SerialLoader = () => Promise<{ SerialPort: typeof SerialPort }>;

const loadSerialPort: SerialLoader = () => import("serialport");

/** Line settings of DSMR 4.0 and later, section 5.2 (DSMR 5.0.2: section 5.12). */
export const DEFAULT_LINE_SETTINGS: LineSettings = { baudRate: 115200, dataBits: 8, parity: "none", stopBits: 1 };

/** A serial port. While it is open no other program can open it. */
export class SerialSource implements Source {
  readonly to: string;
  readonly #options: SerialOptions;
  readonly #load: SerialLoader;
  #events: SourceEvents | undefined;
  #port: SerialPort | undefined;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: SerialOptions, load: SerialLoader = loadSerialPort) {
    this.#options = options;
    this.#load = load;
    this.to = options.path || "no port";
  }

  open(events: SourceEvents): void {
    if (this.#opening || this.#closing) return;
    this.#events = events;
    this.#opening = this.#open();
  }

  close(): Promise<void> {
    this.#events = undefined;
    this.#closing ??= this.#free();
    return this.#closing;
  }

  /** Opens the port. Resolves when it is open or has failed; the outcome is passed to the events. */
  async #open(): Promise<void> {
    const { path } = this.#options;
    // Events must not be called before `open` has returned.
    await Promise.resolve();
    if (!path) {
      this.#lost(noPathError());
      return;
    }
    let Port: typeof SerialPort;
    try {
      ({ SerialPort: Port } = await this.#load());
    } catch (cause) {
      this.#lost(bindingError(cause));
      return;
    }
    if (this.#closing) return;
    try {
      this.#port = this.#listen(
        new Port({ ...(this.#options.line ?? DEFAULT_LINE_SETTINGS), path, autoOpen: false, lock: true }),
      );
      await opened(this.#port);
    } catch (cause) {
      this.#lost(serialError(path, cause));
      return;
    }
    const events: SourceEvents | undefined = this.#events;
    events?.onOpen();
    this.#requestData(this.#port);
  }

  #listen(port: SerialPort): SerialPort {
    const { path } = this.#options;
    // Must come before the "data" listener, which starts reading as soon as the port is open.
    port.on("open", () => noticeHangUp(port.port));
    port.on("data", (bytes: Buffer) => this.#events?.onData(bytes));
    port.on("error", (cause: Error) => this.#lost(serialError(path, cause)));
    port.on("close", (cause: (Error & { disconnected?: boolean }) | null) =>
      this.#lost(!cause || cause.disconnected ? unpluggedError(path) : serialError(path, cause)),
    );
    return port;
  }

  #requestData(port: SerialPort): void {
    const { path, dataRequest = "none" } = this.#options;
    if (dataRequest === "none" || !this.#events) return;
    port.set({ [dataRequest]: true }, (cause) => {
      if (cause) this.#events?.onWarning(dataRequestWarning(path, dataRequest));
    });
  }

  #lost(reason: SourceError): void {
    const events = this.#events;
    this.#events = undefined;
    events?.onClose(reason);
  }

  async #free(): Promise<void> {
    await this.#opening;
    const port = this.#port;
    if (!port) return;
    await closed(port);
    port.removeAllListeners();
    // A late error of the closed port must not become an uncaught exception.
    port.on("error", () => undefined);
  }
}

function opened(port: SerialPort): Promise<void> {
  return new Promise((resolve, reject) => {
    port.open((cause) => (cause ? reject(cause) : resolve()));
  });
}

/** Closes the port. Resolves when it is closed, or when that has failed. */
function closed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) {
      port.close(() => resolve());
      return;
    }
    if (!port.closing) {
      resolve();
      return;
    }
    port.once("close", () => resolve());
    port.once("error", () => resolve());
  });
}
