import { isSame } from "../telegram/blank";
import { isFieldName, isWorthLearning } from "./names";

/** The names that a wildcard or group picks: told once for telegrams with the same names, as those of one meter are. */
export class PickedNames {
  readonly #fits: (name: string) => boolean;
  #all: readonly string[] = [];
  #picked: readonly string[] = [];

  constructor(fits: (name: string) => boolean) {
    this.#fits = fits;
  }

  /** Those of the keys of `values` that are field names and fit. */
  of(values: Readonly<Record<string, unknown>>): readonly string[] {
    const all = Object.keys(values);
    if (isSame(all, this.#all)) return this.#picked;
    const picked = all.filter((name) => isFieldName(name) && this.#fits(name));
    if (isWorthLearning(all)) [this.#all, this.#picked] = [all, picked];
    return picked;
  }
}
