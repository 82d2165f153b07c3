import { readFileSync } from "node:fs";
import type { DecryptionOptions } from "../framing/frame";
import { CommandError, UsageError, oneOf } from "./usage";

/** The options for encrypted telegrams. Keys come from files or the environment: other users can see arguments. */
export const keyOptions = {
  "key-file": { type: "string" },
  "authentication-key-file": { type: "string" },
  aad: { type: "string", default: "luxembourg" },
} as const;

export const keyHelp = `  --key-file FILE        file with the decryption key, 32 hex digits; or set P1_DECRYPTION_KEY
  --authentication-key-file FILE
                         file with the authentication key; or set P1_AUTHENTICATION_KEY
  --aad WORD             additional data of encrypted telegrams: luxembourg (default), own, none`;

interface KeyValues {
  readonly "key-file"?: string | undefined;
  readonly "authentication-key-file"?: string | undefined;
  readonly aad: string;
}

/**
 * Reads the keys that the command line or the environment names. Throws a UsageError for a wrong or missing key, and a
 * CommandError if a file cannot be read.
 */
export function readKeys(values: KeyValues, environment: NodeJS.ProcessEnv): DecryptionOptions {
  const decryptionKey = readKey("decryption key", values["key-file"], environment.P1_DECRYPTION_KEY);
  const authenticationKey = readKey(
    "authentication key",
    values["authentication-key-file"],
    environment.P1_AUTHENTICATION_KEY,
  );
  const aad = oneOf("aad", values.aad, ["luxembourg", "own", "none"]);
  if (aad === "own" && authenticationKey === undefined) {
    throw new UsageError(
      "--aad own needs an authentication key: set P1_AUTHENTICATION_KEY or --authentication-key-file.",
    );
  }
  return {
    ...(decryptionKey !== undefined && { decryptionKey }),
    ...(authenticationKey !== undefined && { authenticationKey }),
    aad,
  };
}

function readKey(name: string, file: string | undefined, variable: string | undefined): string | undefined {
  const text = (file === undefined ? variable : readTextFile(file))?.trim();
  if (text === undefined || text === "") return undefined;
  if (!/^[0-9A-Fa-f]{32}$/.test(text)) throw new UsageError(`The ${name} is not 32 hex digits.`);
  return text;
}

/** Reads a small text file as latin1. Throws a CommandError if it cannot be read. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch (cause) {
    throw new CommandError(fileProblem(file, cause));
  }
}

/** Why a file cannot be read, as a sentence. */
export function fileProblem(file: string, cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return `There is no file ${file}.`;
  if (code === "EISDIR") return `${file} is a folder, not a file.`;
  if (code === "EACCES" || code === "EPERM") return `The file ${file} may not be read by this user.`;
  return `The file ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
}
