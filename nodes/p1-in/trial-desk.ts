import { Trial, type TrialAnswer, type TrialEnd, type TrialRequest } from "./trial";

/** Hands out trials, one at a time: a new one ends the one before. */
export class TrialDesk {
  /** The last one, running or ended: what it found can be asked for until the next begins. */
  #trial: Trial | undefined;
  /** Settled when no line of a trial before is open any more. */
  #free: Promise<unknown> = Promise.resolve();

  /** Begins a trial when the line of the one before is free; `ended` is called when it ends, for whatever reason. */
  async start(request: TrialRequest, ended: () => void): Promise<TrialAnswer> {
    const trial = new Trial(request, ended);
    this.#free = Promise.all([this.#free, this.#trial?.stop("replaced")]);
    this.#trial = trial;
    await this.#free;
    trial.start();
    return trial.poll();
  }

  /** How the trial of that id stands; nothing where it is not known (any more). */
  poll(id: string): TrialAnswer | undefined {
    return this.#trial?.id === id ? this.#trial.poll() : undefined;
  }

  /** Ends the trial of that id, or whichever there is; resolves when its line is free. */
  async stop(why: TrialEnd, id = this.#trial?.id): Promise<void> {
    if (this.#trial?.id === id) await this.#trial?.stop(why);
  }
}
