import type { Clock } from "../../lib/connection/system-clock";
import { P1Connection } from "../../lib/connection/connection";
import type { ConnectionListener } from "../../lib/connection/types";
import type { Frame, FramerOptions } from "../../lib/framing/frame";
import { TelegramFramer } from "../../lib/framing/framer";
import { connectionOptions, framerOptions } from "./connection-options";
import type { P1InSettings } from "./options";
import type { P1InNode } from "./p1-in-node";

/** What a trial listens to; used once. */
export interface TestedConnection {
  /** Bytes since it was opened. */
  readonly bytes: number;
  open(listener: ConnectionListener): void;
  /** Resolves when what the trial itself opened is free. */
  close(): Promise<void>;
}

/** Each of the line settings is tried this long, in seconds: a trial has no time for more. */
const SECONDS_PER_LINE = 3;

/** A connection of the trial's own: no relay, nothing learnt, and patient. */
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

/** The connection of a node that holds the port already: the trial looks on. */
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

/** Opens with the keys in the dialog what the deployed ones did not open. */
function withKeys(options: FramerOptions): (frame: Frame) => readonly Frame[] {
  return (frame) => {
    if (frame.fault !== "decrypt") return [frame];
    const opened = new TelegramFramer(options).push(frame.bytes);
    return opened.length > 0 ? opened : [frame];
  };
}
