import type { Node, NodeAPI } from "node-red";
import type { Clock } from "../../lib/connection/clock";
import { realClock } from "../../lib/connection/clock";

/** A node's copy is made at most each second, in ms: a little less, for a meter that sends each second is at times early. */
const PACE_MS = 900;
/**
 * A copy costs as much as reading a telegram, and those of a thousand meters fill a heap: so while no dialog asks, all
 * nodes of a type together make so many in a row, and each further one takes so long to earn. A copy that is old is made
 * anew in any case.
 */
const IN_A_ROW = 20;
const EARNED_MS = 200;
const OLD_MS = 20_000;
/** A dialog that has not asked for so long is closed. */
const WATCHED_MS = 30_000;
/** Characters of JSON; a telegram of the greatest length comes to a quarter of it, and what is longer is no telegram. */
const MAX_JSON = 1024 * 1024;

/** What `GET node-red-p1-dsmr/last/<type>/<id>` answers, always with status 200. */
export interface LastPayloadAnswer {
  /** Whether a node of that id and type runs: false before its first deploy, and where it or its flow is disabled. */
  deployed: boolean;
  /** The last telegram; null while there was none. */
  payload: unknown;
  /** Epoch ms; there with the payload. */
  receivedAt?: number;
}

const NOTHING = { deployed: false, payload: null } as const satisfies LastPayloadAnswer;

/** The last payload of one running node, as JSON: the message itself goes on and may be changed by the flow. */
export class LastPayload {
  readonly #clock: Clock;
  readonly #affords: (now: number) => boolean;
  readonly #drop: () => void;
  #json = "";
  #receivedAt = 0;
  #copiedAt = -Infinity;
  #askedAt = -Infinity;

  /** `affords` says whether a copy may be made though no dialog asks, and counts it. */
  constructor(clock: Clock, affords: (now: number) => boolean, drop: () => void) {
    this.#clock = clock;
    this.#affords = affords;
    this.#drop = drop;
  }

  /** Copies a payload, unless the last copy is young enough; never throws. */
  take(payload: unknown): void {
    const now = this.#clock.elapsed();
    const age = now - this.#copiedAt;
    if (age < PACE_MS) return;
    const isWanted = age >= OLD_MS || now - this.#askedAt < WATCHED_MS;
    if (!isWanted && !this.#affords(now)) return;
    this.#copiedAt = now;
    const json = jsonOf(payload);
    if (json === undefined || json.length > MAX_JSON) return;
    this.#json = json;
    this.#receivedAt = this.#clock.now();
  }

  /** Epoch ms of what was copied last; 0 where nothing was. */
  get receivedAt(): number {
    return this.#receivedAt;
  }

  /** A dialog has asked: from now on copies are made more often. */
  watch(): void {
    this.#askedAt = this.#clock.elapsed();
  }

  /** A `LastPayloadAnswer` as JSON. */
  get answer(): string {
    const payload = this.#json || "null";
    const receivedAt = this.#json ? `,"receivedAt":${this.#receivedAt}` : "";
    return `{"deployed":true,"payload":${payload}${receivedAt}}`;
  }

  /** Drops the copy: the node is being closed. */
  close(): void {
    this.#json = "";
    this.#drop();
  }
}

/** The last payloads of all running nodes of one type. */
export class LastPayloads {
  readonly #clock: Clock;
  readonly #byId = new Map<string, Set<LastPayload>>();
  /** Copies that may be made though no dialog asks, and when they were counted. */
  #spare = IN_A_ROW;
  #countedAt = 0;

  constructor(clock: Clock = realClock) {
    this.#clock = clock;
  }

  /** Where a node keeps its last payload; call it when the node starts, and `close` when it ends. */
  open(id: string): LastPayload {
    const running = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, running);
    const affords = (now: number) => this.#affords(now);
    const last = new LastPayload(this.#clock, affords, () => {
      running.delete(last);
      if (running.size === 0) this.#byId.delete(id);
    });
    running.add(last);
    return last;
  }

  #affords(now: number): boolean {
    this.#spare = Math.min(IN_A_ROW, this.#spare + (now - this.#countedAt) / EARNED_MS);
    this.#countedAt = now;
    if (this.#spare < 1) return false;
    this.#spare--;
    return true;
  }

  /** A `LastPayloadAnswer` as JSON, for any id at all. */
  answer(id: string): string {
    const running = [...(this.#byId.get(id) ?? [])];
    for (const last of running) last.watch();
    if (running.length === 0) return JSON.stringify(NOTHING);
    return running.reduce((latest, one) => (one.receivedAt > latest.receivedAt ? one : latest)).answer;
  }
}

/**
 * Answers the dialogs of `type` what its nodes' last payloads are; call it once, where the type is registered.
 * Returns how a node gets the place to keep its own; it is dropped when the node closes.
 */
export function serveLastPayloads(RED: NodeAPI, type: string): (node: Node) => LastPayload {
  const payloads = new LastPayloads();
  const path = `/node-red-p1-dsmr/last/${type}/:id`;
  RED.httpAdmin.get(path, RED.auth.needsPermission(`${type}.read`), ({ params }, response) => {
    response.set("Cache-Control", "no-store");
    response.type("json").send(payloads.answer(String(params.id)));
  });
  return (node) => {
    const last = payloads.open(idInEditor(node));
    node.on("close", () => last.close());
    return last;
  };
}

/** The id a node has in the editor: within a subflow's instance that is the one in the template. */
function idInEditor(node: Node): string {
  const alias = (node as Node & { _alias?: unknown })._alias;
  return typeof alias === "string" ? alias : node.id;
}

function jsonOf(payload: unknown): string | undefined {
  try {
    return JSON.stringify(payload);
  } catch {
    // Not from our own reader: something that is no JSON was put into it on the way.
    return undefined;
  }
}
