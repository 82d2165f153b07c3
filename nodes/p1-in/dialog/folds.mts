import { readOption } from "../../shared/options";
import type { EditorNode } from "../../shared/validate.mjs";
import { optionsInUse, p1InOptions, type P1InOptionName } from "../options";
import { choice, credentialNames, field } from "./form.mjs";
import { hasKey, wrongKey } from "./keys.mjs";
import { isWrong } from "./problems.mjs";

const advanced: readonly P1InOptionName[] = ["dataRequest", "timeout", "relayPort", "relayAddress", "faults"];

/** Opens the folded parts in which something is set or wrong. */
export function openFolds(node: EditorNode): void {
  const isEncrypted = field("profile").val() === "lu-encrypted" && choice(node).connection === "simulator";
  const keys = credentialNames.some(hasKey) || wrongKey(node) !== undefined || isSet(node, "aad");
  $("#p1-in-encryption").prop("open", keys || isEncrypted);
  $("#p1-in-advanced").prop(
    "open",
    advanced.some((name) => isSet(node, name)),
  );
}

export function openEncryption(): void {
  $("#p1-in-encryption").prop("open", true);
}

/** Whether an option that is in use has another value than its default, or a wrong one. */
function isSet(node: EditorNode, name: P1InOptionName): boolean {
  if (!optionsInUse(choice(node)).includes(name)) return false;
  const result = readOption<unknown>(name, p1InOptions[name], field(name).val());
  return isWrong(node, name) || "problem" in result || result.value !== p1InOptions[name].fallback;
}
