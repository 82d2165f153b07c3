/* global module, process, require, setTimeout */
// A test node that looks at the process it runs in: asked by its name it says what memory and handles are in use, and
// fails on purpose where the question says how.
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const failures = {
  uncaughtException: () =>
    setTimeout(() => {
      throw new Error("thrown on purpose");
    }),
  unhandledRejection: () => void Promise.reject(new Error("rejected on purpose")),
};

function resources() {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

module.exports = function (RED) {
  RED.nodes.registerType("test-probe", function (config) {
    RED.nodes.createNode(this, config);
    const answer = ({ to, msg }) => {
      if (to !== config.name) return;
      failures[msg.fail]?.();
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      const payload = { memory: heapUsed + external, resources: resources() };
      process.send({ tap: config.name, msg: { topic: msg.topic, payload } });
    };
    process.on("message", answer);
    this.on("close", () => process.off("message", answer));
  });
};
