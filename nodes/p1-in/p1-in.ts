import type { Node, NodeAPI, NodeDef } from "node-red";
import { P1Connection } from "../../lib/connection/connection";
import type { ConnectionListener, ConnectionMemory } from "../../lib/connection/types";
import { Recent } from "../../lib/report/recent";
import { SparingLog } from "../shared/log-sparingly";
import { problemText, serverTexts } from "../shared/texts";
import { connectionOptions, framerOptions } from "./connection-options";
import { type P1InSettings, readP1In } from "./options";
import type { P1InNode } from "./p1-in-node";
import { serveReports } from "./report";
import { serveSerialPorts } from "./serial-ports";
import { SharedConnection } from "./shared-connection";
import { serveConnectionTests } from "./connection-test-endpoints";

type Credentials = Record<"decryptionKey" | "authenticationKey", string>;

/**
 * What each node's connection found out about its meter, so that it need not search again after a deploy. Dropped when
 * the node is removed. At module level because a deploy makes new nodes.
 */
const memoryByNode = new Map<string, { to: string; memory: ConnectionMemory }>();

export default function (RED: NodeAPI): void {
  function P1In(this: P1InNode & Node<Credentials>, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { settings, fault } = readP1In({ ...definition }, this.credentials);
    const problem = fault && problemText(fault, "p1-in", serverTexts(RED));
    Object.assign(this, { fault, settings, framerOptions: framerOptions(settings) });
    this.connectionStatus = () => undefined;
    if (problem !== undefined) {
      this.warn(problem);
      this.subscribe = (listener) => showProblem(listener, problem);
      this.on("close", (removed: boolean, done: () => void) => {
        forget(this.id, removed);
        done();
      });
      return;
    }

    const connection = new P1Connection(connectionOptions(settings, memoryOf(this.id, settings)));
    const shared = new SharedConnection(connection);
    const log = new SparingLog((text) => this.warn(text));
    const recent = new Recent();
    connection.addListener(logging(log));
    connection.addListener(recent);
    Object.assign(this, { counters: connection.counters, recent });
    this.connectionStatus = () => connection.status;
    this.subscribe = (listener) => shared.subscribe(listener);
    // The relay counts as a user: other programs read telegrams even if no node does.
    if (settings.relayPort !== 0) shared.use();

    this.on("close", (removed: boolean, done: () => void) => {
      forget(this.id, removed);
      log.close();
      void shared.close().finally(done);
    });
  }

  RED.nodes.registerType<P1InNode & Node<Credentials>, NodeDef, object, Credentials>("p1-in", P1In, {
    credentials: { decryptionKey: { type: "password" }, authenticationKey: { type: "password" } },
  });

  serveSerialPorts(RED);
  serveConnectionTests(RED);
  serveReports(RED);
}

/** The memory of a node's connection. It starts empty when the node is set to another port, host or profile. */
function memoryOf(id: string, { connection, path, host, port, profile }: P1InSettings): ConnectionMemory {
  const to = JSON.stringify([connection, path, host, port, profile]);
  const known = memoryByNode.get(id);
  if (known?.to === to) return known.memory;
  const memory: ConnectionMemory = {};
  memoryByNode.set(id, { to, memory });
  return memory;
}

function forget(id: string, removed: boolean): void {
  if (removed) memoryByNode.delete(id);
}

/** Takes the place of `subscribe` when the settings cannot be used: the status says why. */
function showProblem(listener: ConnectionListener, problem: string): () => void {
  listener.onStatus({ state: "closed", to: "", hint: problem });
  return () => undefined;
}

function logging(log: SparingLog): ConnectionListener {
  return {
    onFrame: () => undefined,
    onStatus: () => undefined,
    onEvent: (event) => {
      if (event.event === "disconnected") log.note(event.reason, event.text);
      if (event.event === "no-data") log.note(event.event, event.text);
    },
    onWarning: (text) => log.note(text, text),
  };
}
