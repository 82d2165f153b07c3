import type { Console } from "./console";
import { parse, parseHelp } from "./parse";
import { report, reportHelp } from "./report";
import { simulate, simulateHelp } from "./simulate";
import { CommandError, UsageError } from "./usage";
import { packageVersion } from "../report/versions";

const help = `p1: smart meters' P1 telegrams on the command line

  p1 parse FILE          the telegrams of a file as JSON
  p1 simulate --tcp PORT a simulated meter for any reader
  p1 report FILE...      a problem report with masked telegrams, to be shown in public
  p1 --version           the version of this program

${parseHelp}
${simulateHelp}
${reportHelp}`;

const commands: Readonly<Record<string, (args: readonly string[], console: Console) => Promise<number>>> = {
  parse,
  simulate,
  report,
};

/**
 * Runs a command line, given without the program's name. Errors are sentences on standard error. Returns the exit code.
 */
export async function main(args: readonly string[], console: Console): Promise<number> {
  try {
    return await run(args, console);
  } catch (cause) {
    if (cause instanceof UsageError) {
      console.error(`${cause.message} See "p1 --help".`);
      return 2;
    }
    console.error(cause instanceof CommandError ? cause.message : `This should not happen: ${String(cause)}`);
    return 1;
  }
}

async function run([name = "", ...args]: readonly string[], console: Console): Promise<number> {
  if (name === "--version" || name === "-v") {
    console.out(`${packageVersion()}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    console.out(help);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw new UsageError(name === "" ? "Say what to do: parse, simulate or report." : `There is no command "${name}".`);
  return command(args, console);
}
