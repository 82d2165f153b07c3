import { setTimeout as after } from "node:timers/promises";
import { P1Connection } from "../connection/connection";
import type { ConnectionOptions } from "../connection/types";
import type { Frame, FramerOptions } from "../framing/frame";
import { TelegramFramer } from "../framing/framer";
import { Recent } from "../report/recent";
import { problemReport, type ReportInput, type Setting } from "../report/report";
import { versions } from "../report/versions";
import { SerialSource } from "../source/serial";
import { TcpSource } from "../source/tcp";
import type { Console } from "./console";
import { inputOf } from "./input";
import { keyHelp, keyOptions, readKeys } from "./keys";
import { UsageError, numberIn, readArguments } from "./usage";

export const reportHelp = `p1 report FILE...: a problem report that can be shown in public

From files as p1 parse takes them, or from a port: it listens until it has three good telegrams, or for 15 s. The last
telegrams are in it with ids, serials and texts masked, and can be read and replayed. Measured values stay.

  --tcp HOST:PORT        listen to a relay in the network
  --serial PATH          listen to a serial port, at the line settings it finds
  --seconds NUMBER       how long to listen at most; 15 by default
${keyHelp}
`;

/** The number of good telegrams after which listening ends. */
const ENOUGH = 3;
/** The number of telegrams in a report. */
const MOST = { good: 5, rejected: 5 };

/** Runs `p1 report`. Returns the exit code. Throws a UsageError or a CommandError. */
export async function report(args: readonly string[], console: Console): Promise<number> {
  const { values, positionals: files } = readArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      tcp: { type: "string" },
      serial: { type: "string" },
      seconds: { type: "string", default: "15" },
      help: { type: "boolean", short: "h", default: false },
      ...keyOptions,
    },
  });
  if (values.help) {
    console.out(reportHelp);
    return 0;
  }
  const { tcp, serial } = values;
  const seconds = numberIn("seconds", values.seconds, 1, 3600, false);
  const framer = readKeys(values, console.environment);
  const ways = [tcp, serial, files[0]].filter((way) => way !== undefined);
  if (ways.length !== 1) throw new UsageError("p1 report takes files (- for standard input), or --tcp, or --serial.");

  const key: Setting = { name: "decryption key", value: framer.decryptionKey === undefined ? "not set" : "set" };
  if (tcp !== undefined) {
    const { host, port } = readAddress(tcp);
    const settings: Setting[] = [
      { name: "host", value: host, kind: "host" },
      { name: "port", value: String(port) },
    ];
    return print(
      console,
      [...settings, key],
      await heard({ source: () => new TcpSource({ host, port }), framer }, seconds),
    );
  }
  if (serial !== undefined) {
    const options: ConnectionOptions = {
      source: (line) => new SerialSource({ path: serial, line }),
      line: "auto",
      framer,
    };
    return print(console, [{ name: "path", value: serial, kind: "path" }, key], await heard(options, seconds));
  }
  return print(console, [key], await readFiles(files, framer, console));
}

function print(console: Console, settings: readonly Setting[], found: Partial<ReportInput>): number {
  console.out(problemReport({ now: Date.now(), versions: versions(), settings, ...found }));
  return 0;
}

async function readFiles(
  files: readonly string[],
  options: FramerOptions,
  console: Console,
): Promise<Partial<ReportInput>> {
  const recent = new Recent(MOST);
  const counters = { bytes: 0, frames: 0, noise: 0 };
  const take = (frames: readonly Frame[]): void => {
    counters.frames += frames.length;
    for (const frame of frames) recent.onFrame(frame, Date.now());
  };
  for (const file of files) {
    const framer = new TelegramFramer(options);
    for await (const bytes of inputOf(file, console)) {
      counters.bytes += bytes.length;
      take(framer.push(bytes));
    }
    take(framer.flush());
    counters.noise += framer.noise;
  }
  return { recent, counters };
}

/** Listens to a connection until enough good telegrams came or `seconds` have passed. Resolves when it is closed. */
async function heard(options: ConnectionOptions, seconds: number): Promise<Partial<ReportInput>> {
  const connection = new P1Connection(options);
  const recent = new Recent(MOST);
  const enough = new AbortController();
  connection.addListener(recent);
  connection.addListener({
    onFrame: () => {
      const { valid = 0, absent = 0 } = recent.counts;
      if (valid + absent >= ENOUGH) enough.abort();
    },
    onEvent: () => undefined,
    onStatus: () => undefined,
  });
  connection.open();
  await after(seconds * 1000, undefined, { signal: enough.signal }).catch(() => undefined);
  const { status, counters } = connection;
  await connection.close();
  return { recent, status, counters };
}

/** Reads a host and a port: "10.0.0.5:1234", "meter.local:1234", "[::1]:1234". Throws a UsageError. */
function readAddress(text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  if (!match) throw new UsageError(`--tcp is a host and a port, such as 10.0.0.5:1234, not "${text}".`);
  return { host: match[1] ?? match[2]!, port: numberIn("tcp", match[3]!, 1, 65_535, true) };
}
