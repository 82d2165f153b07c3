import { Port, requireWithPort } from "../port";
import type { Reader, Stream } from "../reader";

interface Measurement {
  readonly values: readonly { readonly value: unknown }[];
}
type Result = Readonly<Record<string, Measurement | undefined>>;

interface Protocol {
  readonly initState: () => void;
  readonly checkMessage: (bytes: Buffer) => boolean;
  readonly handleMessage: (bytes: Buffer) => Buffer | null;
  readonly isProcessComplete: () => boolean;
}

interface SmartmeterObis {
  readonly D0Protocol: new (
    options: object,
    callback: (error: Error | null, result: Result | null) => void,
  ) => Protocol;
  readonly init: (options: object, callback: (error: Error | null) => void) => { readonly process: () => void };
}

const POWER = "1-0:1.7.0";

/** The D0 protocol of smartmeter-obis on a whole telegram, called as its transport for files does. */
export function smartmeterObis(): Reader {
  const { D0Protocol } = requireWithPort("smartmeter-obis") as SmartmeterObis;
  let found: unknown;
  const protocol = new D0Protocol({ debug: 0 }, (error, result) => {
    if (error) throw error;
    found = result?.[POWER]?.values[0]?.value;
  });
  return {
    read: (telegram) => {
      found = undefined;
      protocol.initState();
      for (let rest: Buffer | null = telegram; rest && rest.length > 0 && !protocol.isProcessComplete();) {
        if (!protocol.checkMessage(rest)) throw new Error("Received Message do not match protocol");
        rest = protocol.handleMessage(rest);
      }
      return typeof found === "number" ? found : undefined;
    },
    stream,
  };
}

/** All of smartmeter-obis, with its transport. */
function stream(): Stream {
  let count = 0;
  const options = { protocol: "D0Protocol", transport: "SerialResponseTransport", requestInterval: 0, debug: 0 };
  const { init } = requireWithPort("smartmeter-obis") as SmartmeterObis;
  init(options, (error) => {
    if (!error) count++;
  }).process();
  const port = Port.last;
  return {
    push: (chunk) => {
      const before = count;
      void port.give(chunk);
      // It looks for the next telegram when its next timer runs.
      if (count > before) return new Promise((resolve) => setTimeout(resolve, 2));
    },
    count: () => count,
  };
}
