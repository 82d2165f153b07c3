import type { Sentence, TextValues } from "../texts/texts";
import { allOf, type Findings } from "./trial-record";
import { STRAY_BYTES } from "./watchdog";

/** What a trial of a connection comes to; each has a sentence with the next thing to try. */
export type TrialVerdictCode =
  /** Only while it runs. */
  | "opening"
  | "waiting"
  | "bytes"
  | "searching"
  /** With the reason. */
  | "cannot-open"
  | "lost"
  | "unsteady"
  | "nothing-serial"
  | "nothing-tcp"
  | "nothing-simulator"
  /** `bytes`: how many came; `line`: the settings in use. */
  | "no-telegram-auto"
  | "no-telegram-line"
  | "no-telegram-tcp"
  | "key-needed"
  | "key-wrong"
  | "cipher-unknown"
  /** `good`, `bad` and `percent` (of bad ones) tell how many. */
  | "crc-all"
  | "crc-some"
  | "cut-all"
  | "cut-some"
  | "no-crc"
  | "unreadable"
  | "good"
  | "stopped";

export interface TrialVerdict {
  readonly code: TrialVerdictCode;
  readonly values: TextValues;
  /** Why the line could not be opened or was lost. */
  readonly reason?: Sentence;
}

/** How the connection is tried. */
export interface TrialSetup {
  readonly connection: "serial" | "tcp" | "simulator";
  /** Whether the line settings are searched. */
  readonly auto: boolean;
  /** Whether a decryption key is set. */
  readonly hasKey: boolean;
}

/** `running`: more may come; `stopped`: it was ended before its time, so that nothing coming means nothing. */
export type TrialPhase = "running" | "stopped" | "over";

/** What the findings of a trial mean. */
export function trialVerdict(found: Findings, setup: TrialSetup, phase: TrialPhase): TrialVerdict {
  if (found.good > 0) return withTelegrams(found);
  if (found.lost && !found.opened) return { ...verdict("cannot-open"), reason: found.lost };
  return (
    withoutKey(found, setup) ?? damaged(found) ?? garbled(found, setup, phase) ?? silent(found, setup.connection, phase)
  );
}

/** Whether more of the trial would say nothing new. */
export function trialIsDecided(found: Findings): boolean {
  const { good, lost, opened, rejected } = found;
  const bad = allOf(rejected);
  if (lost && !opened) return true;
  return bad === 0 && !lost ? good >= ENOUGH_GOOD : good === 0 && rejected.decrypt >= ENOUGH_LOCKED;
}

const ENOUGH_GOOD = 5;
const ENOUGH_LOCKED = 3;

function withTelegrams(found: Findings): TrialVerdict {
  const { good, lost, rejected } = found;
  const counts = (bad: number) => ({ good, bad, percent: Math.ceil((100 * bad) / (good + bad)) });
  if (rejected.crc > 0) return verdict("crc-some", counts(rejected.crc));
  const cut = cuts(found);
  if (cut > 0) return verdict("cut-some", counts(cut));
  if (lost) return { ...verdict("unsteady", { good }), reason: lost };
  return verdict("good", { good });
}

function withoutKey({ rejected, cipher }: Findings, { hasKey }: TrialSetup): TrialVerdict | undefined {
  if (rejected.decrypt === 0) return undefined;
  if (!cipher) return verdict("cipher-unknown");
  return verdict(hasKey ? "key-wrong" : "key-needed");
}

function damaged(found: Findings): TrialVerdict | undefined {
  const { rejected } = found;
  if (rejected.crc > 0) return verdict("crc-all", { bad: rejected.crc });
  const cut = cuts(found);
  if (cut > 0) return verdict("cut-all", { bad: cut });
  if (rejected["no-crc"] > 0) return verdict("no-crc");
  return rejected.unreadable > 0 ? verdict("unreadable") : undefined;
}

/** Bytes of which no telegram can be made. */
function garbled(
  { bytes, line = "" }: Findings,
  { connection, auto }: TrialSetup,
  phase: TrialPhase,
): TrialVerdict | undefined {
  if (bytes <= STRAY_BYTES) return undefined;
  if (phase !== "over") return verdict(auto ? "searching" : "bytes", { bytes, line });
  if (connection !== "serial") return verdict("no-telegram-tcp", { bytes });
  return verdict(auto ? "no-telegram-auto" : "no-telegram-line", { bytes, line });
}

function silent({ opened, lost }: Findings, connection: TrialSetup["connection"], phase: TrialPhase): TrialVerdict {
  if (lost) return { ...verdict("lost"), reason: lost };
  if (phase === "stopped") return verdict("stopped");
  if (phase === "running") return verdict(opened ? "waiting" : "opening");
  return opened ? verdict(`nothing-${connection}`) : verdict("opening");
}

function cuts({ rejected }: Findings): number {
  return rejected.cut + rejected["too-long"];
}

function verdict(code: TrialVerdictCode, values: TrialVerdict["values"] = {}): TrialVerdict {
  return { code, values };
}
