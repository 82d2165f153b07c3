// Preloaded into node-red-dev: what it would ask of the internet by axios it asks of the server that P1_SCORECARD names.
const { createRequire } = require("node:module");

const axios = createRequire(process.argv[1])("axios");
axios.interceptors.request.use((request) => ({
  ...request,
  url: `${process.env.P1_SCORECARD}/${encodeURIComponent(request.url)}`,
}));
