import type { Clock } from "../../lib/connection/system-clock";
import { P1Connection } from "../../lib/connection/connection";
import type { ConnectionListener } from "../../lib/connection/types";
import type { Frame, FramerOptions } from "../../lib/framing/frame";
import { TelegramFramer } from "../../lib/framing/framer";
import { connectionOptions, framerOptions } from "./connection-options";
import type { P1InSettings } from "./options";
import type { P1InNode } from "./p1-in-node";

/** What a connection test listens to. Used once. */
export interface TestedConnection {
  /** Bytes received since it was made. */
  readonly bytes: number;
  open(listener: ConnectionListener): void;
  /** Resolves when what `open` opened is closed. */
  close(): Promise<void>;
}

/** Each line settings are tried this long, in seconds: a test has no time for more. */
const SECONDS_PER_LINE = 3;

/**
 * A new connection for the test: without relay, without what an earlier one found out, and with the default timeout.
 */
export function ownConnection(settings: P1InSettings, clock: Clock): TestedConnection {
  const tried = { ...settings, relayPort: 0, timeout: 0 };
  const connection = new P1Connection({ ...connectionOptions(tried, {}), secondsPerLine: SECONDS_PER_LINE }, clock);
  return {
    get bytes() {
      return connection.counters.bytes;
    },
    open(listener) {
      connection.addListener(listener);
      connection.open();
    },
    close: () => connection.close(),
  };
}

/** The connection of a node that has the port open already. The test receives what the node receives. */
export function connectionOfHolder(node: P1InNode, settings: P1InSettings): TestedConnection {
  const before = node.counters?.bytes ?? 0;
  const reread = withKeys(framerOptions(settings));
  let leave = (): void => undefined;
  return {
    get bytes() {
      return (node.counters?.bytes ?? 0) - before;
    },
    open(listener) {
      leave = node.subscribe({
        onFrame: (frame, receivedAt) => reread(frame).forEach((one) => listener.onFrame(one, receivedAt)),
        onEvent: (event) => listener.onEvent(event),
        onStatus: (status) => listener.onStatus(status),
      });
    },
    close() {
      leave();
      return Promise.resolve();
    },
  };
}

/** Decrypts frames with the keys in the dialog if those of the node could not. */
function withKeys(options: FramerOptions): (frame: Frame) => readonly Frame[] {
  return (frame) => {
    if (frame.fault !== "decrypt") return [frame];
    const opened = new TelegramFramer(options).push(frame.bytes);
    return opened.length > 0 ? opened : [frame];
  };
}
