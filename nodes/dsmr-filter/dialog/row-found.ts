import { readTarget } from "../../../lib/selection/rows";
import { compileSelection, select } from "../../../lib/selection/select";
import type { SelectedField } from "../../../lib/selection/types";
import { unitChoices } from "../../../lib/selection/unit";
import { fieldByCode, fieldByName } from "../../../lib/telegram/catalogue/catalogue";
import type { Telegram } from "../../../lib/telegram/types";
import { type RawRow, readDsmrFilter } from "../options";

/** What a row alone picks from a telegram; undefined if it cannot be used, or its field is known at run time only. */
export function foundBy({ field, rename, unit }: RawRow, telegram: Telegram): SelectedField[] | undefined {
  const { settings, fault } = readDsmrFilter({ fields: [{ field, rename, unit }] });
  if (fault !== undefined || settings.fields.length === 0) return undefined;
  return select(compileSelection(settings.fields), telegram).fields;
}

/** Whether a row may pick several fields, which then cannot share a name. */
export function picksSeveral(field: string): boolean {
  const kind = readTarget(field)?.kind;
  return kind === "fields" || kind === "codes";
}

/** The units that a row's fields can be converted to, their own first; empty if the fields are not known. */
export function unitsOf(field: string, found: readonly SelectedField[] = []): string[] {
  const known = fieldByName(field) ?? fieldByCode(field);
  const units = known ? [known.unit] : found.map(({ unit }) => unit);
  return [...new Set(units.filter((unit) => unit !== "").flatMap(unitChoices))];
}
