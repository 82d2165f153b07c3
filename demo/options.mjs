import { parseArgs } from "node:util";

/** Reads the demo's options from arguments and environment. Throws an Error with a sentence for the user. */
export function readOptions(args, env) {
  const options = parse(args);
  const port = options.port ?? (env.PORT || "1880");
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new Error(`The port is "${port}": it must be a number from 1 to 65535.`);
  }
  return { port: Number(port), fresh: options.fresh ?? false, user: options.user };
}

function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { port: { type: "string" }, fresh: { type: "boolean" }, user: { type: "string" } },
    });
    return values;
  } catch (error) {
    throw new Error(`${error.message}\nUsage: npm start -- [--port PORT] [--fresh] [--user FOLDER]`, { cause: error });
  }
}
