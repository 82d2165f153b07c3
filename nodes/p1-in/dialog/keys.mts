import { type EditorNode, reason } from "../../shared/validate.mjs";
import { isEnvironmentVariable, type OptionProblem, readOption } from "../../shared/options";
import { keyProblem, p1InOptions, STORED_CREDENTIAL } from "../options";
import { type CredentialName, credentialNames, current, field, isOpen, text } from "./form.mjs";

/** Takes the place of a key that only the server knows: it counts as right. */
const SOME_KEY = "0".repeat(32);
const DIGITS = 32;

/** What is wrong with the keys of a node, in its open dialog or in the editor; undefined if nothing, or not known. */
export function wrongKey(node: EditorNode): OptionProblem | undefined {
  const keys = isOpen(node) ? keysInDialog() : keysOf(node);
  const option = readOption("aad", p1InOptions.aad, current(node, "aad"));
  return keys && "value" in option ? keyProblem(option.value, keys) : undefined;
}

/** Whether a key was entered or is stored. */
export function hasKey(name: CredentialName): boolean {
  return valueOf(name) !== "";
}

/** Shows under each key what is wrong with it, while it is typed. */
export function watchKeys(node: EditorNode): void {
  const mark = (): void => {
    const wrong = wrongKey(node);
    for (const name of credentialNames) markKey(node, name, wrong);
  };
  for (const name of [...credentialNames, "aad"]) field(name).on("input change", mark);
  mark();
}

function markKey(node: EditorNode, name: CredentialName, wrong: OptionProblem | undefined): void {
  const said = miscounted(node, valueOf(name)) ?? (wrong?.option === name ? reason(node, "p1-in", wrong) : "");
  field(name)
    .toggleClass("input-error", said !== "")
    .attr("aria-invalid", String(said !== ""));
  $(`#p1-in-${name}-problem`).text(said);
}

/** What is wrong with a key's digits: other characters, or their number. Undefined if neither. */
function miscounted(node: EditorNode, value: string): string | undefined {
  const digits = known(value).replaceAll(/[\s:-]/g, "");
  if (digits === "") return undefined;
  if (!/^[0-9a-f]*$/i.test(digits)) return node._("p1-in.key.digits");
  return digits.length === DIGITS ? undefined : node._("p1-in.key.length", { count: digits.length });
}

function keysInDialog(): Record<CredentialName, string> {
  return { decryptionKey: known(valueOf("decryptionKey")), authenticationKey: known(valueOf("authenticationKey")) };
}

function valueOf(name: CredentialName): string {
  return text(field(name).val());
}

/**
 * The keys that the editor holds for a node whose dialog is not open. Of stored keys it knows only that they exist.
 * Undefined if the node's dialog was never opened: then it does not know even that.
 */
function keysOf({ credentials }: EditorNode): Record<CredentialName, string> | undefined {
  if (typeof credentials !== "object" || credentials === null) return undefined;
  const held = credentials as Record<string, unknown>;
  const keyOf = (name: CredentialName): string =>
    known(text(held[name]) || (held[`has_${name}`] ? STORED_CREDENTIAL : ""));
  return { decryptionKey: keyOf("decryptionKey"), authenticationKey: keyOf("authenticationKey") };
}

/**
 * Replaces a stored key, or an environment variable, by a key that counts as right: only the server knows the value.
 */
function known(value: string): string {
  return value === STORED_CREDENTIAL || isEnvironmentVariable(value) ? SOME_KEY : value;
}
