import { Pacer } from "../../../lib/selection/pacer";
import { compileSelection, select } from "../../../lib/selection/select";
import type { PaceOptions } from "../../../lib/selection/pace";
import type { Emission, FieldRow } from "../../../lib/selection/types";
import type { Telegram } from "../../../lib/telegram/types";

const DEFAULTS: PaceOptions = { pace: "all", every: 60, aggregate: "latest", deadband: 0, heartbeat: 0 };

/** A pacer after a selection. What a telegram releases is "hh:mm:ss name value ..." in UTC, with "partial" at the end if it is. */
export function paceOf(options: Partial<PaceOptions>, rows: FieldRow[] = []): (telegram: Telegram) => string[] {
  const pacer = new Pacer({ ...DEFAULTS, ...options });
  const selection = compileSelection(rows);
  return (telegram) => {
    const { fields } = select(selection, telegram);
    return pacer.push(telegram.meter.id ?? "", telegram, fields).map(inShort);
  };
}

export function inShort({ time, fields, partial }: Emission): string {
  const shown = fields.map(({ name, value }) => `${name} ${value}`);
  const clock = new Date(time).toISOString().slice(11, 19);
  return [clock, ...shown, ...(partial ? ["partial"] : [])].join(" ");
}
