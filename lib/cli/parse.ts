import type { Frame } from "../framing/frame";
import { TelegramFramer } from "../framing/framer";
import { Rejection } from "../telegram/rejection";
import { TelegramReader } from "../telegram/reader";
import { isZone } from "../telegram/time/zone";
import type { Console } from "./console";
import { inputOf } from "./input";
import { keyHelp, keyOptions, readKeys } from "./keys";
import { CommandError, UsageError, oneOf, readArguments } from "./usage";

export const parseHelp = `p1 parse FILE: the telegrams of a file as JSON

FILE is what a P1 port sent: one telegram or a whole recording; - is standard input.
Each telegram becomes one line of JSON, indented on a terminal. Rejected telegrams are named on standard error.

  --crc WORD             require (default): telegrams with a wrong or missing CRC are rejected; flag: they come with their CRC status
  --zone ZONE            zone of the meter's clock, Europe/Amsterdam by default; or an offset such as +01:00
  --raw                  with the telegram's own text
${keyHelp}

Exit code: 0 when a telegram was read, 1 when none was, 2 when the command was not understood.
`;

/** Runs `p1 parse`. Returns the exit code. Throws a UsageError or a CommandError. */
export async function parse(args: readonly string[], console: Console): Promise<number> {
  const { values, positionals } = readArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      crc: { type: "string", default: "require" },
      zone: { type: "string", default: "Europe/Amsterdam" },
      raw: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      ...keyOptions,
    },
  });
  if (values.help) {
    console.out(parseHelp);
    return 0;
  }
  const file = positionals[0];
  if (file === undefined || positionals.length > 1)
    throw new UsageError("p1 parse takes one file, or - for standard input.");
  if (!isZone(values.zone))
    throw new UsageError(`--zone: "${values.zone}" is no time zone; give a name such as Europe/Amsterdam.`);

  const framer = new TelegramFramer(readKeys(values, console.environment));
  const reader = new TelegramReader({
    crc: oneOf("crc", values.crc, ["require", "flag"]),
    zone: values.zone,
    raw: values.raw,
  });
  const tally = { read: 0, frames: 0 };
  const print = (frames: readonly Frame[]): void => {
    for (const frame of frames) if (printTelegram(reader, frame, ++tally.frames, console)) tally.read++;
  };
  for await (const bytes of inputOf(file, console)) {
    print(framer.push(bytes));
    await console.drained();
  }
  print(framer.flush());

  if (tally.frames === 0)
    throw new CommandError("There is no telegram in the input: nothing in it starts with / and a header.");
  return tally.read > 0 ? 0 : 1;
}

/** Prints a telegram, or why it was rejected. Returns whether it was read. */
function printTelegram(reader: TelegramReader, frame: Frame, count: number, console: Console): boolean {
  const telegram = reader.tryRead(frame, Date.now());
  if (telegram instanceof Rejection) {
    console.error(`Telegram ${count} was rejected: ${telegram.message}`);
    return false;
  }
  console.out(`${JSON.stringify(telegram, null, console.isTerminal ? 2 : undefined)}\n`);
  return true;
}
