import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, temporaryFolder } from "./folders";
import { Owner } from "./owner";
import { run } from "./process";

export const packageName = "@p1-port/node-red-p1-dsmr";

interface Packed {
  /** Path of the tarball. */
  readonly tarball: string;
  /** Paths in it, sorted. */
  readonly files: string[];
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];

// One for the whole run: packing builds, installing copies.
const owner = new Owner();
after("removes the packed project", () => owner.release());

let packed: Promise<Packed> | undefined;
let installed: Promise<string> | undefined;

// Before all, so that none of the suites' own time goes into it. A failure is told by those that need the package.
before("packs the project and installs it", async function () {
  this.timeout(300_000);
  await installedProject().catch(() => undefined);
});

/** The project as `npm pack` gives it; built and packed once in a test run. */
export function packedProject(): Promise<Packed> {
  return (packed ??= pack());
}

async function pack(): Promise<Packed> {
  const folder = await temporaryFolder(owner);
  const printed = await run(owner, npm, ["pack", "--json", "--pack-destination", folder, "--loglevel=error"], {
    cwd: root,
  });
  // The build that `prepack` runs may have printed something before it.
  const json = printed.slice(printed.search(/^\[$/m));
  const [tarball] = JSON.parse(json) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(folder, tarball.filename), files: tarball.files.map(({ path }) => path).sort() };
}

/** A Node-RED user folder into which the packed project was installed, as a user would; made once, to be copied. */
function installedProject(): Promise<string> {
  return (installed ??= install());
}

async function install(): Promise<string> {
  const { tarball } = await packedProject();
  const folder = await temporaryFolder(owner);
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "node-red-user", private: true }));
  await run(owner, npm, ["install", tarball, ...quiet], { cwd: folder });
  return folder;
}

/** A Node-RED user folder of a test's own, with the packed project installed in it. */
export async function userFolder(of: Owner): Promise<string> {
  const folder = await temporaryFolder(of);
  await cp(await installedProject(), folder, { recursive: true });
  return folder;
}
