/** What the meters of a house count: energy in mWs, reactive energy in mvars, volume in ml. All are whole numbers. */
export interface Counters {
  readonly deliveredPeak: number;
  readonly deliveredOffPeak: number;
  readonly returnedPeak: number;
  readonly returnedOffPeak: number;
  readonly reactiveDelivered: number;
  readonly reactiveReturned: number;
  readonly gas: number;
  readonly water: number;
}

/** a + b, or a - b with the sign -1. */
export function combine(a: Counters, b: Counters, sign: 1 | -1 = 1): Counters {
  return {
    deliveredPeak: a.deliveredPeak + sign * b.deliveredPeak,
    deliveredOffPeak: a.deliveredOffPeak + sign * b.deliveredOffPeak,
    returnedPeak: a.returnedPeak + sign * b.returnedPeak,
    returnedOffPeak: a.returnedOffPeak + sign * b.returnedOffPeak,
    reactiveDelivered: a.reactiveDelivered + sign * b.reactiveDelivered,
    reactiveReturned: a.reactiveReturned + sign * b.reactiveReturned,
    gas: a.gas + sign * b.gas,
    water: a.water + sign * b.water,
  };
}
