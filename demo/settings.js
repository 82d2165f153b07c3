/* global module, require, __dirname */
// Node-RED's settings for the demo. Node-RED loads the package from this project's folder, and Dashboard 2.0 from its
// node_modules, where it looks for nodes because it is installed there itself. So nothing is installed twice.
const { join } = require("node:path");

module.exports = {
  uiHost: "127.0.0.1",
  nodesDir: [join(__dirname, "..")],
  // The demo has nothing to protect. With a fixed secret Node-RED does not warn about a generated one.
  credentialSecret: "p1-demo",
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { page: { title: "P1 meter demo" }, header: { title: "P1 meter demo" }, tours: false, projects: {} },
  logging: { console: { level: "warn" } },
};
