import assert from "node:assert/strict";
import type { SummaryCounters } from "../../../nodes/dsmr-parse/health";
import { type FlowNode, type Message, type NodeRed, tap } from "./node-red";
import { probe } from "./probe";

/** Seconds of silence after which a p1-in of the chaos tests is to open its line anew. */
export const TIMEOUT = 4;
/** The longest waits before the first new try and the second; ms. */
export const FIRST_TRY = 2000;
export const SECOND_TRY = 4000;
/** Beyond what is stated, for a busy machine; ms. */
export const MARGIN = 10_000;

/** A p1-in and a parse node, whose outputs are tapped as "telegram" and "health" (with `name` before it, where given). */
export interface ReaderOptions {
  readonly z: string;
  /** Properties of the p1-in. */
  readonly meter: Readonly<Record<string, unknown>>;
  /** Properties of the parse node. */
  readonly parse?: Readonly<Record<string, unknown>>;
  /** Tells several readers of one flow apart. */
  readonly name?: string;
}

/** The taps of a reader of that name. */
export function tapsOf(name = ""): { telegram: string; health: string } {
  return name ? { telegram: `${name}-telegram`, health: `${name}-health` } : { telegram: "telegram", health: "health" };
}

/** The nodes that read a meter and hand each telegram to the test as it came. */
export function reader({ z, meter, parse, name }: ReaderOptions): FlowNode[] {
  const taps = tapsOf(name);
  const id = `${z}-${name ?? "reader"}`;
  return [
    { id: `${id}-meter`, type: "p1-in", name: "P1", ...meter },
    {
      id: `${id}-parse`,
      type: "dsmr-parse",
      z,
      name: "",
      source: `${id}-meter`,
      raw: true,
      objects: false,
      x: 300,
      y: 40,
      ...parse,
      wires: [[`tap-${taps.telegram}`], [`tap-${taps.health}`]],
    },
    tap(taps.telegram, z),
    tap(taps.health, z),
  ];
}

/** A flow of those nodes, with a probe. */
export function flowOf(z: string, ...nodes: FlowNode[]): FlowNode[] {
  return [{ id: z, type: "tab", label: z }, probe(z), ...nodes];
}

/** A payload of the health output; of what depends on the event, what the tests look at. */
export interface Health {
  readonly event: string;
  readonly text: string;
  readonly seconds?: number;
  readonly hint?: string;
  readonly retryIn?: number;
  readonly reason?: string;
  readonly count?: number;
  readonly counters?: SummaryCounters;
}

export function healthOf(msg: Message): Health {
  return msg.payload as Health;
}

interface Wanted {
  /** Messages before it are passed over. */
  readonly mark?: number;
  /** ms */
  readonly timeout?: number;
  readonly fits?: (said: Health) => boolean;
  readonly tap?: string;
}

/** The first event of that kind. */
export async function event(nodeRed: NodeRed, kind: string, wanted: Wanted = {}): Promise<Health> {
  const { mark = 0, timeout = 40_000, fits = () => true, tap = "health" } = wanted;
  const isWanted = (said: Health): boolean => said.event === kind && fits(said);
  return healthOf(await nodeRed.next(tap, (msg) => isWanted(healthOf(msg)), { mark, timeout }));
}

/** Waits until it is said that the line is lost; gives the ms until the next try, which must be no more than `most`. */
export async function lost(nodeRed: NodeRed, reason: RegExp, most: number, mark: number): Promise<number> {
  const fits = (said: Health): boolean => reason.test(said.text);
  const retryIn = 1000 * (await event(nodeRed, "disconnected", { mark, fits })).retryIn!;
  assert.ok(retryIn >= 1000 && retryIn <= most, `the next try is in ${retryIn} ms`);
  return retryIn;
}
