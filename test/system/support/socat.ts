import { type FileHandle, open, readdir, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folders";
import type { Owner } from "./owner";
import { Program } from "./process";
import { program } from "./services";

/** A serial line without hardware: what the test writes comes out of the port at `path`. */
export interface SerialLine {
  readonly path: string;
  write(bytes: Uint8Array): Promise<void>;
}

/** Two PTYs joined by socat: one end for the test to write to, the other to be opened as a serial port. */
export async function serialLine(owner: Owner): Promise<SerialLine> {
  const folder = await temporaryFolder(owner);
  const [meter, path] = [join(folder, "meter"), join(folder, "port")];
  await joinedPtys(owner, meter, path);
  const file: FileHandle = await open(meter, "r+");
  owner.owns(() => file.close());
  return {
    path,
    write: async (bytes) => {
      await file.appendFile(bytes);
    },
  };
}

/** Makes two PTYs at those paths: what is written to one comes out of the other, until the socat given is ended. */
export async function joinedPtys(owner: Owner, ...paths: [string, string]): Promise<Program> {
  const ends = paths.map((path) => `pty,raw,echo=0,link=${path}`);
  const socat = new Program(owner, program("socat"), ["-d", "-d", ...ends]);
  await socat.line(/starting data transfer loop/);
  return socat;
}

/** The relay of the README, on a free port: gives the port. */
export async function serialRelay(owner: Owner, path: string): Promise<number> {
  const listen = "TCP-LISTEN:0,fork,reuseaddr,bind=127.0.0.1";
  const socat = new Program(owner, program("socat"), ["-d", "-d", listen, `FILE:${path},b115200,raw,echo=0`]);
  const [, port] = await socat.line(/listening on .*:(\d+)$/);
  return Number(port);
}

/** How often a process has the port at `path` open; Linux's /proc tells. */
export async function openings(pid: number, path: string): Promise<number> {
  const port = await realpath(path);
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => "")));
  return targets.filter((target) => target === port).length;
}
