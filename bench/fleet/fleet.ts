/**
 * Many meters on this machine. Simulated homes publish raw telegrams to Mosquitto. Workers, each a Node-RED that runs
 * the example "6 - Many meters", share a subscription and write the telegrams to InfluxDB.
 *
 *     npm run bench:fleet -- --homes 1000 --period 10 --seconds 120 --workers 2
 */
import { loadavg } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { Fleet } from "../../test/system/support/fleet";
import { InfluxDb } from "../../test/system/support/influxdb";
import { startMosquitto } from "../../test/system/support/mosquitto";
import { Owner } from "../../test/system/support/owner";
import { describe, machine } from "../machine";
import { type Options, readOptions } from "./options";
import { cpuSeconds, peakMemory } from "./usage";
import { startWorker } from "./worker";

/** The time that the database may need after the last telegram, s. */
const PATIENCE = 180;

async function run(owner: Owner, options: Options): Promise<void> {
  const rounds = Math.ceil(options.seconds / options.period);
  console.log(
    `${options.homes} homes, a telegram per ${options.period} s, ${options.workers} workers; on ${describe(machine())}`,
  );
  const fleet = new Fleet({ ...options, rounds, start: Date.UTC(2026, 5, 21, 12) });

  const [broker, influxDb] = await Promise.all([startMosquitto(owner), InfluxDb.start(owner)]);
  await influxDb.query("CREATE DATABASE p1");
  const ports = { mqtt: broker.port, influxDb: influxDb.port };
  const names = Array.from({ length: options.workers }, (_, i) => `worker-${i + 1}`);
  const workers = await Promise.all(names.map((name) => startWorker(owner, name, ports)));

  const processes = [
    ...workers.map(({ pid }, i) => ({ name: names[i]!, pid })),
    { name: "mosquitto", pid: broker.program.pid },
    { name: "influxd", pid: influxDb.program.pid },
  ];
  const before = processes.map(({ pid }) => cpuSeconds(pid));
  const ms = await fleet.publish(broker.port);
  const { written, seconds } = await untilWritten(influxDb, fleet.size);
  const used = processes.map(({ pid }, i) => cpuSeconds(pid) - before[i]!);

  const rate = (fleet.size / ms) * 1000;
  console.log(`published ${fleet.size} telegrams in ${(ms / 1000).toFixed(1)} s: ${rate.toFixed(1)} a second`);
  console.log(
    `written ${written}, ${fleet.size - written} missing; the last one ${seconds.toFixed(1)} s after it was published`,
  );
  processes.forEach(({ name, pid }, i) => {
    const share = name.startsWith("worker") ? fleet.size / options.workers : fleet.size;
    const each = ((used[i]! / share) * 1000).toFixed(2);
    console.log(`${name}: ${used[i]!.toFixed(1)} s CPU, ${each} ms a telegram, at most ${peakMemory(pid)} MB`);
  });
  console.log(`load of the machine at the end ${loadavg()[0]!.toFixed(1)}`);
  if (written !== fleet.size) process.exitCode = 1;
}

/** Waits until the database has `wanted` points. Returns the number it has, and how long that took. */
async function untilWritten(influxDb: InfluxDb, wanted: number): Promise<{ written: number; seconds: number }> {
  const started = performance.now();
  for (;;) {
    const written = await influxDb.count("telegrams", "power_delivered");
    const seconds = (performance.now() - started) / 1000;
    if (written === wanted || seconds > PATIENCE) return { written, seconds };
    await wait(100);
  }
}

const owner = new Owner();
run(owner, readOptions(process.argv.slice(2)))
  .finally(() => owner.release())
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
