import { KeyPlaces } from "./key-places";

/** Makes a copy of an object of numbers, or of one that is filled next. */
type Copier = <T extends object>(object: T) => T;

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
/**
 * So many copies are made before the engine has learnt to, and look to it like another kind than later ones: where both
 * were set in the places, half as many kinds would be set fast.
 */
const FIRST_COPIES = 1000;
const places = new KeyPlaces();
let kinds = 0;

/** How objects of one kind, those of one meter, are copied, and where their keys are set. */
export class ObjectKind {
  readonly #copier: Copier;
  readonly #isEarly: boolean;
  #copies = 0;

  constructor() {
    const index = kinds++;
    this.#copier = copiers[index % copiers.length]!;
    this.#isEarly = index < KINDS;
  }

  copy<T extends object>(object: T): T {
    this.#copies++;
    return this.#copier(object);
  }

  /** The places of keys that are set again and again; undefined as long as all are set in one. */
  keyPlaces(keys: readonly string[]): readonly number[] | undefined {
    return this.#isEarly && this.#copies > FIRST_COPIES ? keys.map((key) => places.of(key)) : undefined;
  }
}
