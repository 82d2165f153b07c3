import { createReadStream } from "node:fs";
import type { Console } from "./console";
import { fileProblem } from "./keys";
import { CommandError } from "./usage";

/** Reads the bytes of a file, or of standard input for "-". Throws a CommandError if it cannot be read. */
export async function* inputOf(file: string, { stdin }: Console): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of file === "-" ? stdin : createReadStream(file)) yield bytes as Buffer;
  } catch (cause) {
    throw new CommandError(file === "-" ? "Standard input cannot be read." : fileProblem(file, cause));
  }
}
