import type { Node } from "node-red";
import type { ConnectionCounters, ConnectionListener, ConnectionStatus } from "../../lib/connection/types";
import type { FramerOptions } from "../../lib/framing/frame";
import type { Recent } from "../../lib/report/recent";
import type { OptionProblem } from "../shared/options";
import type { P1InSettings } from "./options";

/** A p1-in node, as the nodes that use it see it. */
export interface P1InNode extends Node {
  /** Why the settings cannot be used. Then it connects to nothing, and the nodes that use it show this. */
  readonly fault: OptionProblem | undefined;
  /** How the nodes that use it decrypt telegrams at their own inputs. */
  readonly framerOptions: FramerOptions;
  /** The settings with environment variables filled in, and the keys. Must not be shown to users as they are. */
  readonly settings: P1InSettings;
  /** Counted since the node was started; undefined if its settings cannot be used. */
  readonly counters: ConnectionCounters | undefined;
  /** The last frames and events, for a problem report; undefined if its settings cannot be used. */
  readonly recent: Recent | undefined;
  /** The current status; undefined if its settings cannot be used. */
  connectionStatus(): ConnectionStatus | undefined;
  /**
   * Makes the caller a user of the connection, which opens with its first user. Calls `onStatus` at once, and `onEvent`
   * with the last event soon after. Returns the function that ends the use: call it when the node closes.
   */
  subscribe(listener: ConnectionListener): () => void;
}

/** Returns the node as a p1-in; undefined if it is missing or of another type. */
export function asP1In(node: Node | null | undefined): P1InNode | undefined {
  return node?.type === "p1-in" && "subscribe" in node ? (node as P1InNode) : undefined;
}
