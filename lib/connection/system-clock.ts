/** The computer's clock and timers, as an interface so that tests can pass in their own. */
export interface Clock {
  /** Epoch ms, for timestamps. Jumps when the computer's clock is set. */
  now(): number;
  /** ms since an arbitrary start, for measuring. Never jumps. */
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
