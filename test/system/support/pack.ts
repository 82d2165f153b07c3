import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./folders";
import { Owner } from "./owner";
import { run } from "./process";

/** The project as `npm pack` gives it, and as a user has it. */
export interface Packed {
  /** Paths in the tarball, sorted. */
  readonly files: readonly string[];
  /** A Node-RED user folder with the tarball installed. */
  readonly userFolder: string;
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];

/** Builds, packs and installs the project below an empty folder. `packedIn` reads what it leaves there. */
export async function pack(owner: Owner, folder: string): Promise<void> {
  const printed = await run(owner, npm, ["pack", "--json", "--pack-destination", folder, "--loglevel=error"], {
    cwd: root,
  });
  // The build that `prepack` runs prints before it.
  const json = printed.slice(printed.search(/^\[$/m));
  const [tarball] = JSON.parse(json) as [{ filename: string; files: { path: string }[] }];

  const userFolder = join(folder, "user");
  await mkdir(userFolder);
  await writeFile(join(userFolder, "package.json"), JSON.stringify({ name: "node-red-user", private: true }));
  await run(owner, npm, ["install", join(folder, tarball.filename), ...quiet], { cwd: userFolder });
  await writeFile(join(folder, "files.json"), JSON.stringify(tarball.files.map(({ path }) => path).sort()));
}

/** What `pack` has left in that folder. */
export async function packedIn(folder: string): Promise<Packed> {
  const files = JSON.parse(await readFile(join(folder, "files.json"), "utf8")) as string[];
  return { files, userFolder: join(folder, "user") };
}

/** Run as a program, with an empty folder as argument, it packs for all the processes that get it as P1_PACKED. */
if (require.main === module) {
  const owner = new Owner();
  pack(owner, process.argv[2]!).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
