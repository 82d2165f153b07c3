/** What a suite takes by default where it takes the most; `npm run fuzz` sets P1_FUZZ_INPUTS to ten times as many. */
const MOST_IN_SUITE = 20_000;

/** How many mutated inputs a test takes: `inSuite`, or P1_FUZZ_INPUTS if that is set. */
export function inputs(inSuite = MOST_IN_SUITE): number {
  return Number(process.env.P1_FUZZ_INPUTS ?? inSuite);
}

/** How many generated cases a property takes: `inSuite`, or as many times more as P1_FUZZ_INPUTS asks for. */
export function runs(inSuite: number): number {
  return Math.ceil((inSuite * inputs()) / MOST_IN_SUITE);
}
