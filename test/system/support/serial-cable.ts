import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folders";
import type { Line } from "./house";
import type { Owner } from "./owner";
import type { Program } from "./process";
import { joinedPtys } from "./socat";

/** A serial line without hardware that can be unplugged, and plugged in again at the same path. */
export class SerialCable implements Line {
  /** To be opened as a serial port; exists while plugged in. */
  readonly path: string;
  readonly #owner: Owner;
  readonly #meter: string;
  #socat: Program | undefined;
  #file: FileHandle | undefined;

  private constructor(owner: Owner, folder: string) {
    this.#owner = owner;
    this.path = join(folder, "port");
    this.#meter = join(folder, "meter");
  }

  static async pluggedIn(owner: Owner): Promise<SerialCable> {
    const cable = new SerialCable(owner, await temporaryFolder(owner));
    await cable.plug();
    owner.owns(() => cable.unplug());
    return cable;
  }

  async plug(): Promise<void> {
    this.#socat = await joinedPtys(this.#owner, this.#meter, this.path);
    this.#file = await open(this.#meter, "r+");
  }

  async unplug(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await this.#socat?.end();
    await file?.close();
  }

  /** Resolves when the line has taken the bytes; what is written while it is unplugged is lost. */
  async write(bytes: Uint8Array): Promise<void> {
    const file = this.#file;
    try {
      await file?.appendFile(bytes);
    } catch (error) {
      const unplugged = file !== this.#file || (error as NodeJS.ErrnoException).code === "EIO";
      if (!unplugged) throw error;
    }
  }
}
