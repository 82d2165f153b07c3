/* global module, require, __dirname */
// Node-RED's settings for the demo. The package is taken from this project's folder and Dashboard 2.0 from its
// node_modules, which Node-RED searches upwards from its own place there: nothing is installed twice.
const { join } = require("node:path");

module.exports = {
  uiHost: "127.0.0.1",
  nodesDir: [join(__dirname, "..")],
  // The demo holds no secrets; a fixed one keeps Node-RED from warning about its own.
  credentialSecret: "p1-demo",
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { page: { title: "P1 meter demo" }, header: { title: "P1 meter demo" }, tours: false, projects: {} },
  logging: { console: { level: "warn" } },
};
