import { cp } from "node:fs/promises";
import { temporaryFolder } from "./folders";
import { Owner } from "./owner";
import { pack, type Packed, packedIn } from "./pack";

export const packageName = "@p1-port/node-red-p1-dsmr";

// One for the whole run: packing builds, installing copies.
const owner = new Owner();
after("removes the packed project", () => owner.release());

let packed: Promise<Packed> | undefined;

// Before all, so that none of the suites' own time goes into it. A failure is told by those that need the package.
before("packs the project and installs it", async function () {
  this.timeout(300_000);
  await packedProject().catch(() => undefined);
});

/** The packed project: that in the folder P1_PACKED, which several processes share; otherwise one of this test run. */
export function packedProject(): Promise<Packed> {
  return (packed ??= process.env.P1_PACKED ? packedIn(process.env.P1_PACKED) : packedHere());
}

async function packedHere(): Promise<Packed> {
  const folder = await temporaryFolder(owner);
  await pack(owner, folder);
  return packedIn(folder);
}

/** A Node-RED user folder of a test's own, with the packed project installed in it. */
export async function userFolder(of: Owner): Promise<string> {
  const folder = await temporaryFolder(of);
  await cp((await packedProject()).userFolder, folder, { recursive: true });
  return folder;
}
