import type { Sentence, TextValues } from "../texts/texts";
import { totalOf, type Findings } from "./connection-test-record";
import { STRAY_BYTES } from "./watchdog";

/** The result of a connection test. Each has a sentence in the dialog that says what to try next. */
export type ConnectionTestCode =
  /** Only while the test runs. */
  | "opening"
  | "waiting"
  | "bytes"
  | "searching"
  /** These have a `reason`. */
  | "cannot-open"
  | "lost"
  | "interrupted"
  | "nothing-serial"
  | "nothing-tcp"
  | "nothing-simulator"
  /** Values: `bytes`, the number received; `line`, the line settings in use. */
  | "no-telegram-auto"
  | "no-telegram-line"
  | "no-telegram-tcp"
  | "key-needed"
  | "key-wrong"
  | "cipher-unknown"
  /** Values: `good` and `bad`, numbers of telegrams; `percent`, the share of bad ones. */
  | "crc-all"
  | "crc-some"
  | "cut-all"
  | "cut-some"
  | "no-crc"
  | "unreadable"
  | "good"
  | "stopped";

export interface ConnectionTestResult {
  readonly code: ConnectionTestCode;
  readonly values: TextValues;
  /** Why the connection could not be opened or was lost. */
  readonly reason?: Sentence;
}

/** What is being tested. */
export interface ConnectionTestSetup {
  readonly connection: "serial" | "tcp" | "simulator";
  /** Whether the line settings are searched. */
  readonly auto: boolean;
  /** Whether a decryption key is set. */
  readonly hasKey: boolean;
}

/** `running`: more may come. `stopped`: ended early, so silence proves nothing. `over`: the whole time has passed. */
export type ConnectionTestPhase = "running" | "stopped" | "over";

/** Returns what the findings of a connection test mean. */
export function connectionTestResult(
  found: Findings,
  setup: ConnectionTestSetup,
  phase: ConnectionTestPhase,
): ConnectionTestResult {
  if (found.good > 0) return withTelegrams(found);
  if (found.lost && !found.opened) return { ...result("cannot-open"), reason: found.lost };
  return (
    withoutKey(found, setup) ?? damaged(found) ?? garbled(found, setup, phase) ?? silent(found, setup.connection, phase)
  );
}

/** Whether going on with the test would show nothing new. */
export function isTestDecided(found: Findings): boolean {
  const { good, lost, opened, rejected } = found;
  const bad = totalOf(rejected);
  if (lost && !opened) return true;
  return bad === 0 && !lost ? good >= ENOUGH_GOOD : good === 0 && rejected.decrypt >= ENOUGH_LOCKED;
}

const ENOUGH_GOOD = 5;
const ENOUGH_LOCKED = 3;

function withTelegrams(found: Findings): ConnectionTestResult {
  const { good, lost, rejected } = found;
  const counts = (bad: number) => ({ good, bad, percent: Math.ceil((100 * bad) / (good + bad)) });
  if (rejected.crc > 0) return result("crc-some", counts(rejected.crc));
  const cut = cuts(found);
  if (cut > 0) return result("cut-some", counts(cut));
  if (lost) return { ...result("interrupted", { good }), reason: lost };
  return result("good", { good });
}

function withoutKey({ rejected, cipher }: Findings, { hasKey }: ConnectionTestSetup): ConnectionTestResult | undefined {
  if (rejected.decrypt === 0) return undefined;
  if (!cipher) return result("cipher-unknown");
  return result(hasKey ? "key-wrong" : "key-needed");
}

function damaged(found: Findings): ConnectionTestResult | undefined {
  const { rejected } = found;
  if (rejected.crc > 0) return result("crc-all", { bad: rejected.crc });
  const cut = cuts(found);
  if (cut > 0) return result("cut-all", { bad: cut });
  if (rejected["no-crc"] > 0) return result("no-crc");
  return rejected.unreadable > 0 ? result("unreadable") : undefined;
}

/** Bytes came, but no telegram. */
function garbled(
  { bytes, line = "" }: Findings,
  { connection, auto }: ConnectionTestSetup,
  phase: ConnectionTestPhase,
): ConnectionTestResult | undefined {
  if (bytes <= STRAY_BYTES) return undefined;
  if (phase !== "over") return result(auto ? "searching" : "bytes", { bytes, line });
  if (connection !== "serial") return result("no-telegram-tcp", { bytes });
  return result(auto ? "no-telegram-auto" : "no-telegram-line", { bytes, line });
}

function silent(
  { opened, lost }: Findings,
  connection: ConnectionTestSetup["connection"],
  phase: ConnectionTestPhase,
): ConnectionTestResult {
  if (lost) return { ...result("lost"), reason: lost };
  if (phase === "stopped") return result("stopped");
  if (phase === "running") return result(opened ? "waiting" : "opening");
  return opened ? result(`nothing-${connection}`) : result("opening");
}

function cuts({ rejected }: Findings): number {
  return rejected.cut + rejected["too-long"];
}

function result(code: ConnectionTestCode, values: ConnectionTestResult["values"] = {}): ConnectionTestResult {
  return { code, values };
}
