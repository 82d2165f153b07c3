import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Owner } from "./owner";

/** The project's own folder. */
export const root = resolve(__dirname, "../../..");

/** An empty folder, removed with its owner. */
export async function temporaryFolder(owner: Owner): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "p1-test-"));
  owner.owns(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
