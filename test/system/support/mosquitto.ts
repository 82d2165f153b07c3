import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folders";
import type { Owner } from "./owner";
import { freePort } from "./ports";
import { Program } from "./process";
import { program } from "./services";

/** An MQTT broker of a test's own. */
export interface Mosquitto {
  readonly port: number;
  readonly program: Program;
}

/** Starts Mosquitto on a free port of loopback, with nothing kept on disk; ended with its owner. */
export async function startMosquitto(owner: Owner): Promise<Mosquitto> {
  const folder = await temporaryFolder(owner);
  const port = await freePort();
  const file = join(folder, "mosquitto.conf");
  // Of its own accord it keeps 1,000 messages for a client that is away, and drops further ones.
  const queue = "max_queued_messages 100000";
  const settings = [
    "persistence false",
    "allow_anonymous true",
    queue,
    `listener ${port} 127.0.0.1`,
    "log_dest stderr",
  ];
  // Started by root it would become another user, who cannot read the folder.
  await writeFile(file, [...settings, "user root", ""].join("\n"));
  const mosquitto = new Program(owner, program("mosquitto"), ["-c", file]);
  await mosquitto.line(/mosquitto version .* running/);
  return { port, program: mosquitto };
}
