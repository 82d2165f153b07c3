import { fieldByName } from "../telegram/catalogue";
import { isSame } from "../telegram/blank";
import type { Telegram } from "../telegram/types";
import { isWorthLearning } from "./names";
import type { Selected, SelectedField } from "./types";
import { convert } from "./unit";

/** Most lists of names remembered, for a filter may be given telegrams of many meters in turns. */
const MOST_LISTS = 16;

/** A field as it was picked once; `from` is the unit it has in the telegram, where it comes out in another. */
interface Pick {
  readonly like: SelectedField;
  readonly field: string;
  readonly from: string | undefined;
}

/** What was picked from a telegram with these names in its `values`. */
interface Learnt {
  readonly names: readonly string[];
  readonly picks: readonly Pick[];
  readonly rows: ReadonlySet<number>;
}

/**
 * What rows by name pick from `values`, learnt from one telegram for all that have the same names, as those of one
 * meter do: of these only the numbers are looked at.
 */
export class LearntPicks {
  /** The one used last comes first. */
  readonly #learnt: Learnt[] = [];

  /** Picks as it was learnt; undefined where it was not, or where what is picked is no number. */
  again({ values }: Telegram): Selected | undefined {
    const learnt = this.#of(Object.keys(values));
    if (!learnt) return undefined;
    const { picks, rows } = learnt;
    const fields: SelectedField[] = [];
    for (const { like, field, from } of picks) {
      const number = values[field];
      if (!Number.isFinite(number)) return undefined;
      const value = from === undefined ? number : convert(number!, from, like.unit);
      if (value === undefined) return undefined;
      // Written out: spreading costs several times as much.
      fields.push({
        name: like.name,
        value,
        unit: like.unit,
        field,
        code: undefined,
        steady: like.steady,
        aggregate: like.aggregate,
        deadband: like.deadband,
      });
    }
    return { fields, rows };
  }

  /** Learns from what was picked, unless it depends on more than the names: on a line, or on something that is no number. */
  learn({ values }: Telegram, { fields, rows }: Selected): void {
    const picks = fields.map(pickOf).filter((pick) => pick !== undefined);
    if (picks.length < fields.length || !Object.values(values).every(isOrdinary)) return;
    const names = Object.keys(values);
    if (!isWorthLearning(names)) return;
    this.#learnt.unshift({ names, picks, rows });
    if (this.#learnt.length > MOST_LISTS) this.#learnt.pop();
  }

  #of(names: readonly string[]): Learnt | undefined {
    const at = this.#learnt.findIndex((learnt) => isSame(learnt.names, names));
    const learnt = this.#learnt[at];
    if (at > 0) this.#learnt.unshift(...this.#learnt.splice(at, 1));
    return learnt;
  }
}

/** Whether a value is a number that can be told in any unit: of a greater one, what comes out depends on its size. */
function isOrdinary(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) < 1e100;
}

function pickOf(like: SelectedField): Pick | undefined {
  const { field, code, unit } = like;
  if (field === undefined || code !== undefined) return undefined;
  const own = fieldByName(field)?.unit ?? "";
  return { like, field, from: own === unit ? undefined : own };
}
