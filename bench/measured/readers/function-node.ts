import { compileFunction } from "node:vm";
import { FUNCTION_NODE } from "../function-node";
import type { Reader, Stream } from "../reader";

interface Message {
  payload: unknown;
}

/** The function node's code, run without Node-RED. */
export function functionNode(): Reader {
  const run = compileFunction(FUNCTION_NODE, ["msg"]) as unknown as (msg: Message) => Message;
  return {
    read: (telegram) => {
      const text = telegram.toString("latin1");
      const { payload } = run({ payload: text.slice(0, text.indexOf("!")) });
      return (payload as { power_delivered?: number }).power_delivered;
    },
    stream: () => stream(run),
  };
}

/** Splits the stream at "!", as `tcp in` does. */
function stream(run: (msg: Message) => Message): Stream {
  let rest = "";
  let count = 0;
  return {
    push: (chunk) => {
      const parts = (rest + chunk.toString()).split("!");
      rest = parts.pop()!;
      for (const payload of parts) {
        run({ payload });
        count++;
      }
    },
    count: () => count,
  };
}
