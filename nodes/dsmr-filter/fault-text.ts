import type { Translate } from "../../lib/texts/texts";
import { problemText } from "../shared/texts";
import type { DsmrFilterFault } from "./options";

/** Why a dsmr-filter or one of its rows cannot be used: a sentence in the language of `translate`. */
export function faultText(fault: DsmrFilterFault, translate: Translate): string {
  if ("option" in fault) return problemText(fault, "dsmr-filter", translate);
  const { field, value, unit } = fault;
  return translate(`dsmr-filter.row.${fault.fault}`, { field, value, unit });
}
