import { cpus, release, totalmem, type } from "node:os";
import { readFileSync } from "node:fs";

/** The machine that was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** In GB. */
  readonly memory: number;
  readonly os: string;
  readonly node: string;
}

export function machine(): Machine {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    os: operatingSystem(),
    node: process.version,
  };
}

export function describe({ cpu, cores, memory, os, node }: Machine): string {
  return `${cores} cores (${cpu}), ${memory} GB, ${os}, Node ${node}`;
}

function operatingSystem(): string {
  try {
    const [, name] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8")) ?? [];
    if (name !== undefined) return name;
  } catch {
    // Only Linux has this file.
  }
  return `${type()} ${release()}`;
}
