import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Clock ticks a second, in which /proc counts. */
const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** CPU time a process has used so far, s (Linux's /proc). */
export function cpuSeconds(pid: number): number {
  // The name in parentheses may hold blanks; user and system time are the 12th and 13th behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** The most memory a process ever held, MB. */
export function peakMemory(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))!;
  return Math.round(Number(kilobytes) / 1024);
}
