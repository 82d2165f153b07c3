/**
 * Measures this package and others on this machine:
 *
 *     npm run bench -- --quick --only a,b
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Owner } from "../test/system/support/owner";
import { compile } from "./compiled";
import { describe, machine } from "./machine";
import { readerNames } from "./measured/readers";
import { type Options, readOptions, type SectionName, usage } from "./options";
import { installPeers } from "./peers";
import { rough, thorough } from "./rounds";
import { notes } from "./sections/comparison";
import { garbageSection } from "./sections/garbage";
import { memorySection } from "./sections/memory";
import { nodeRedSection } from "./sections/node-red";
import { parseSection } from "./sections/parse";
import type { Findings, Goal, Setting } from "./sections/section";
import { streamSection } from "./sections/stream";
import { table } from "./table";

const sections: Record<SectionName, { title: string; measure: (setting: Setting) => Promise<Findings> }> = {
  a: { title: "One telegram to its full payload", measure: parseSection },
  b: { title: "A stream through framer, CRC and parser", measure: streamSection },
  c: { title: "Garbage", measure: garbageSection },
  d: { title: "The nodes in Node-RED", measure: nodeRedSection },
  e: { title: "Memory", measure: memorySection },
};

async function run(owner: Owner, options: Options): Promise<void> {
  const here = machine();
  const usual = options.quick ? rough : thorough;
  const effort = { ...usual, rounds: options.rounds ?? usual.rounds };
  const peers = installPeers(readerNames, options.install);
  console.log(`# Bench\n\n${describe(here)}`);
  console.log(`${effort.rounds} rounds, interleaved; median (min..max)${options.quick ? "; quick, so rough" : ""}\n`);
  console.log(`${notes(readerNames)}\n`);
  if (peers.missing.length > 0) console.log(`Not installed: ${peers.missing.join(", ")}\n`);

  const setting: Setting = { options, effort, compiled: compile(owner), peers, say: console.log };
  const found: Partial<Record<SectionName, Findings>> = {};
  for (const name of options.only) {
    const { title, measure } = sections[name];
    console.log(`## ${name}. ${title}\n`);
    found[name] = await measure(setting);
  }
  const goals = Object.values(found).flatMap((findings) => findings.goals);
  console.log(`## Goals\n\n${goalTable(goals)}\n`);
  const file = options.json ?? join(__dirname, "results", `${new Date().toISOString().replaceAll(":", "-")}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ machine: here, quick: options.quick, effort, found }, null, 2));
  console.log(`Figures: ${file}`);
}

function goalTable(goals: readonly Goal[]): string {
  return table(
    ["goal", "found", "met"],
    goals.map(({ goal, found, met }) => [goal, found, met ? "yes" : "NO"]),
  );
}

const owner = new Owner();
try {
  run(owner, readOptions(process.argv.slice(2), process.env))
    .finally(() => owner.release())
    .catch(fail);
} catch (error) {
  console.error(usage);
  fail(error);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
