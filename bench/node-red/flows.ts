import { FUNCTION_NODE } from "../measured/function-node";

export type FlowNode = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

const tab: FlowNode = { id: "tab", type: "tab", label: "bench" };
const at = { z: "tab", x: 100, y: 100 };

/** The node at the end of a wire. A quiet one counts nothing. */
const sink = (quiet = false): FlowNode => ({ id: `sink-${quiet}`, type: "bench-sink", quiet, wires: [], ...at });
const SINK = "sink-false";

/** Typical fields for a dashboard. */
const FIELDS = ["power_*", "energy_*", "voltage_*", "current_*", "electricity_tariff", "group:gas"];

/**
 * A flow for `meters` meters, distributed over `ports`. Each has a p1-in, a dsmr-parse and a dsmr-filter; with an
 * option also a second wire after the parser.
 */
export function packageFlow(ports: readonly number[], meters: number, secondWire = false): FlowNode[] {
  const port = (meter: number): string => String(ports[meter % ports.length]);
  const nodes = Array.from({ length: meters }, (_, meter): FlowNode[] => [
    { id: `in-${meter}`, type: "p1-in", name: `P1 ${meter}`, connection: "tcp", host: "127.0.0.1", port: port(meter) },
    {
      id: `parse-${meter}`,
      type: "dsmr-parse",
      source: `in-${meter}`,
      wires: [[`filter-${meter}`, ...(secondWire ? ["sink-true"] : [])], []],
      ...at,
    },
    { id: `filter-${meter}`, type: "dsmr-filter", fields: FIELDS.map((field) => ({ field })), wires: [[SINK]], ...at },
  ]);
  return [tab, ...nodes.flat(), sink(), sink(true)];
}

/** The flow that users write without this package: `tcp in` that splits at "!", and a function node. */
export function functionFlow(port: number): FlowNode[] {
  const tcpIn = { server: "client", host: "127.0.0.1", port: String(port), datamode: "stream", datatype: "utf8" };
  return [
    tab,
    { id: "in", type: "tcp in", ...tcpIn, newline: "!", topic: "", wires: [["read"]], ...at },
    { id: "read", type: "function", func: FUNCTION_NODE, outputs: 1, wires: [[SINK]], ...at },
    sink(),
  ];
}

/** A flow with only the node that answers the bench. */
export function idleFlow(): FlowNode[] {
  return [tab, sink()];
}
