import { KeyPlaces } from "./key-places";

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

/**
 * So many kinds of objects are set fast where each key has its place: the first ones. With more all would be set as
 * slowly as without.
 */
const KINDS = 4;
const places = new KeyPlaces();
let next = 0;

/** How objects of one kind are copied, and where their keys are set; undefined where all are set in one place. */
export interface ObjectKind {
  readonly copy: Copier;
  readonly keyPlaces: (keys: readonly string[]) => readonly number[] | undefined;
}

/** Where another kind of objects is to be copied and set. */
export function nextKind(): ObjectKind {
  const index = next++;
  const keyPlaces = (keys: readonly string[]) => (index < KINDS ? keys.map((key) => places.of(key)) : undefined);
  return { copy: copiers[index % copiers.length]!, keyPlaces };
}
