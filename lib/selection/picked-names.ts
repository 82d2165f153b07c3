import { isSame } from "../telegram/shape";
import { isFieldName } from "./names";

/** The names that a wildcard or group picks: told once for telegrams with the same names, as those of one meter are. */
export class PickedNames {
  #all: readonly string[] = [];
  #picked: readonly string[] = [];

  /** Those of the keys of `values` that are field names and fit. */
  of(values: Readonly<Record<string, unknown>>, fits: (name: string) => boolean): readonly string[] {
    const all = Object.keys(values);
    if (!isSame(all, this.#all)) {
      this.#all = all;
      this.#picked = all.filter((name) => isFieldName(name) && fits(name));
    }
    return this.#picked;
  }
}
