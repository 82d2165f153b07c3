import { placeOfKey } from "./key-places";

/** Makes a copy of an object of numbers, or of one that is filled next. */
export type Copier = <T extends object>(object: T) => T;

/**
 * The engine learns at each place where objects are copied which keys they have, and copies fast up to four kinds
 * there. A house has one or two; for fleets of unlike meters there are several such places, all alike.
 */
const copiers: readonly Copier[] = [
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
  (object) => ({ ...object }),
];

/** So many kinds of objects are set fast where each key has its place. */
const KINDS = 4;
let next = 0;

/** How objects of one kind are copied, and where their keys are set. */
export interface CopyPlace {
  readonly copy: Copier;
  readonly placesOf: (keys: readonly string[]) => readonly number[] | undefined;
}

/** Where another kind of objects is to be copied and set. */
export function nextPlace(): CopyPlace {
  const index = next++;
  const placesOf = (keys: readonly string[]) => (index < KINDS ? keys.map(placeOfKey) : undefined);
  return { copy: copiers[index % copiers.length]!, placesOf };
}
