#!/usr/bin/env node
import { once } from "node:events";
import type { Console } from "./console";
import { main } from "./main";

const own: Console = {
  get stdin() {
    return process.stdin;
  },
  out: (text) => process.stdout.write(text),
  drained: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
  },
  error: (text) => process.stderr.write(`p1: ${text}\n`),
  isTerminal: process.stdout.isTTY,
  environment: process.env,
};

// A program that reads the output may stop early, as head does.
process.stdout.on("error", () => process.exit(0));

void main(process.argv.slice(2), own).then((code) => {
  process.exitCode = code;
});
