import helper from "node-red-node-test-helper";

// P1_NODE_RED: folder of the Node-RED to test against; without it the project's own.
const nodeRed = process.env.P1_NODE_RED;
helper.init(require.resolve(nodeRed ?? "node-red"));

/** Node-RED's test runtime; node tests take it from here, so that they all run on the Node-RED asked for. */
export { helper };
