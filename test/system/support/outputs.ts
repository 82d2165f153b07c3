import { feed, type FlowNode } from "./node-red";
import { example, nodeOf } from "./examples";

/** Points an example's `influxdb` node, and what else speaks to it, to the test's own server. */
export function withInfluxDb(flows: readonly FlowNode[], port: number): FlowNode[] {
  return flows.map((node) => {
    if (node.type === "influxdb") return { ...node, port };
    const { url } = node;
    return typeof url === "string" && node.type === "http request"
      ? { ...node, url: url.replace(":8086", `:${port}`) }
      : node;
  });
}

/** Points an example's `mqtt-broker` nodes to the test's own broker. */
export function withBroker(flows: readonly FlowNode[], port: number): FlowNode[] {
  return flows.map((node) => (node.type === "mqtt-broker" ? { ...node, port } : node));
}

/** An example whose dsmr-parse takes its telegrams from the test's `feed` of that name, in place of the simulated meter. */
export function fedExample(name: string, parse: string, from: string): FlowNode[] {
  const flows = example(name).filter(({ type }) => type !== "p1-in");
  const node = nodeOf(flows, parse);
  node.source = "";
  return [...flows, feed(from, node.z as string, [parse])];
}
