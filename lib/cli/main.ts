import type { Console } from "./console";
import { parse, parseHelp } from "./parse";
import { simulate, simulateHelp } from "./simulate";
import { CommandError, UsageError } from "./usage";
import { version } from "./version";

const help = `p1: smart meters' P1 telegrams on the command line

  p1 parse FILE          the telegrams of a file as JSON
  p1 simulate --tcp PORT a simulated meter for any reader
  p1 --version           the version of this program

${parseHelp}
${simulateHelp}`;

const commands: Readonly<Record<string, (args: readonly string[], console: Console) => Promise<number>>> = {
  parse,
  simulate,
};

/** Runs a command line without its program's name; what goes wrong is a sentence on standard error. Gives the exit code. */
export async function main(args: readonly string[], console: Console): Promise<number> {
  try {
    return await run(args, console);
  } catch (cause) {
    if (cause instanceof UsageError) {
      console.error(`${cause.message} "p1 --help" tells more.`);
      return 2;
    }
    console.error(cause instanceof CommandError ? cause.message : `This should not happen: ${String(cause)}`);
    return 1;
  }
}

async function run([name = "", ...args]: readonly string[], console: Console): Promise<number> {
  if (name === "--version" || name === "-v") {
    console.out(`${version()}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    console.out(help);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new UsageError(name === "" ? "Say what to do: parse or simulate." : `There is no command "${name}".`);
  return command(args, console);
}
