/** Time as a connection sees it, so that tests can hand in their own. */
export interface Clock {
  /** Epoch ms, to stamp frames and events; jumps when the computer's clock is set. */
  now(): number;
  /** ms since some start, to measure with; never jumps. */
  elapsed(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
