/* global module, process */
// Test nodes: `test-tap` hands each message it gets to the test, in order and none lost; `test-feed` sends what the test gives it.
module.exports = function (RED) {
  RED.nodes.registerType("test-tap", function (config) {
    RED.nodes.createNode(this, config);
    this.on("input", (msg, send, done) => {
      process.send({ tap: config.name, msg });
      done();
    });
  });

  RED.nodes.registerType("test-feed", function (config) {
    RED.nodes.createNode(this, config);
    const feed = ({ to, msg }) => {
      if (to === config.name) this.send(msg);
    };
    process.on("message", feed);
    this.on("close", () => process.off("message", feed));
  });
};
