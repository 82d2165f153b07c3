import type { NodeInitializer } from "node-red";
import helper from "node-red-node-test-helper";
import { nodeTexts } from "./texts";

// P1_NODE_RED: folder of the Node-RED to test against; without it the project's own.
const nodeRed = process.env.P1_NODE_RED;
helper.init(require.resolve(nodeRed ?? "node-red"));

const load = helper.load.bind(helper);
const texts: NodeInitializer = (RED) => {
  RED._ = nodeTexts();
};
// The test runtime has no catalogues; all nodes share one RED, and the first one sets the texts for them.
helper.load = (nodes, ...rest) => load([texts, ...[nodes].flat()], ...rest);

/** Node-RED's test runtime; node tests take it from here, so that they all run on the Node-RED asked for. */
export { helper };
