import type { Reader } from "../reader";
import { dsmrParser } from "./dsmr-parser";
import { functionNode } from "./function-node";
import { p1Reader } from "./p1-reader";
import { project } from "./project";
import { projectFresh } from "./project-fresh";
import { smartmeterObis } from "./smartmeter-obis";

interface Entry {
  readonly make: () => Reader;
  /** The npm package, if the reader is a peer. */
  readonly peer?: string;
  readonly streams: boolean;
  /** A note for the tables. */
  readonly note: string;
}

/** All measured readers, in the order of the tables. */
export const readers = {
  "this package": { make: project, streams: true, note: "CRC, units, times with offset, devices, logs, every line" },
  "this package, parseTelegram": { make: projectFresh, streams: false, note: "the same with a fresh reader for each" },
  "p1-reader": {
    make: p1Reader,
    peer: "p1-reader",
    streams: true,
    note: "no CRC, no water; local time called UTC; one line printed for each it does not know (not printed here)",
  },
  "smartmeter-obis": {
    make: smartmeterObis,
    peer: "smartmeter-obis",
    streams: true,
    note: "no CRC, no times, no names, no devices: numbers and texts by OBIS code; one telegram from a chunk",
  },
  "dsmr-parser": {
    make: dsmrParser,
    peer: "dsmr-parser",
    streams: false,
    note: "CRC; no stream; Dutch fields only; local time as the host's; needs a CRC",
  },
  "function node": {
    make: functionNode,
    streams: true,
    note: "what users write: a regular expression a field; no CRC, no lines it does not name",
  },
} as const satisfies Record<string, Entry>;

export type ReaderName = keyof typeof readers;
export const readerNames = Object.keys(readers) as ReaderName[];
export const entry = (name: ReaderName): Entry => readers[name];
