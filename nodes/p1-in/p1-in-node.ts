import type { Node } from "node-red";
import type { ConnectionCounters, ConnectionListener, ConnectionStatus } from "../../lib/connection/types";
import type { FramerOptions } from "../../lib/framing/frame";
import type { Recent } from "../../lib/report/recent";
import type { OptionProblem } from "../shared/options";
import type { P1InSettings } from "./options";

/** A p1-in as the nodes that use it see it. */
export interface P1InNode extends Node {
  /** Why its settings cannot be used: then it connects to nothing, and its users show this. */
  readonly fault: OptionProblem | undefined;
  /** How its users open encrypted telegrams that reach them by other ways. */
  readonly framerOptions: FramerOptions;
  /** As it was deployed, with environment variables filled in and the keys: nothing of it may be shown as it stands. */
  readonly settings: P1InSettings;
  /** Since it was started or deployed. */
  readonly counters: ConnectionCounters | undefined;
  /** Its last frames and events, for a problem report; nothing where its settings cannot be used. */
  readonly recent: Recent | undefined;
  /** How its connection stands now; nothing where its settings cannot be used. */
  connectionStatus(): ConnectionStatus | undefined;
  /**
   * Makes the caller a user of the connection, which opens with the first one. The listener is told the status at once
   * and, when flows have started, the last event. Gives what ends the use; call it on close.
   */
  subscribe(listener: ConnectionListener): () => void;
}

/** The p1-in that a user's `source` names; nothing where it is empty, gone or of another type. */
export function asP1In(node: Node | null | undefined): P1InNode | undefined {
  return node?.type === "p1-in" && "subscribe" in node ? (node as P1InNode) : undefined;
}
