/** The process that measures: it takes jobs from its parent and answers what they cost. */
import { garbageTask } from "./garbage";
import { holdTask } from "./hold";
import type { Job, Order, Task } from "./jobs";
import { parseTask } from "./parse";
import { streamTask } from "./stream";

/** Silences p1-reader, which prints lines that it does not know: printing must not be measured. */
console.error = () => undefined;

const tasks = new Map<string, Task>();

function taskOf(job: Job): Task {
  if (job.kind === "parse") return parseTask(job);
  if (job.kind === "stream") return streamTask(job);
  return job.kind === "garbage" ? garbageTask(job) : holdTask(job);
}

process.on("message", ({ job, cpuSeconds }: Order) => {
  const key = JSON.stringify(job);
  const task = tasks.get(key) ?? taskOf(job);
  tasks.set(key, task);
  void task(cpuSeconds).then((answer) => process.send!(answer));
});
