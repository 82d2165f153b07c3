import { createReadStream } from "node:fs";
import type { Console } from "./console";
import { fileProblem } from "./keys";
import { CommandError } from "./usage";

/** The bytes of a file, or of standard input for "-"; throws a CommandError where it cannot be read. */
export async function* inputOf(file: string, { stdin }: Console): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of file === "-" ? stdin : createReadStream(file)) yield bytes as Buffer;
  } catch (cause) {
    throw new CommandError(file === "-" ? "Standard input cannot be read." : fileProblem(file, cause));
  }
}
