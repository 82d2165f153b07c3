import type { EditorNode } from "../../shared/validate.mjs";
import { p1InCredentials, p1InOptions, type P1InChoice, type P1InOptionName } from "../options";

export type CredentialName = keyof typeof p1InCredentials;
export const optionNames = Object.keys(p1InOptions) as P1InOptionName[];
export const credentialNames = Object.keys(p1InCredentials) as CredentialName[];

/** The field of the dialog for an option or a credential. */
export function field(name: string): JQuery {
  return $(`#node-config-input-${name}`);
}

/** The value of a field or of a node's property, as text. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Marks the open dialog as this node's. */
export function claimDialog(node: EditorNode): void {
  field("connection").data("node", node.id);
}

/** Whether the open dialog is this node's. */
export function isOpen(node: EditorNode): boolean {
  return field("connection").length > 0 && field("connection").data("node") === node.id;
}

/** An option's value: in the dialog if this node's is open, else the node's own. */
export function current(node: EditorNode, name: P1InOptionName): string {
  return text(isOpen(node) ? field(name).val() : node[name]);
}

/** The choices that decide which properties are in use. */
export function choice(node: EditorNode): P1InChoice {
  const chosen = (name: "connection" | "line" | "profile"): string => current(node, name) || p1InOptions[name].fallback;
  return { connection: chosen("connection"), line: chosen("line"), profile: chosen("profile") };
}

/** Posts the fields of the dialog, hidden ones too, to `url`. Resolves with the answer. */
export function postDialog(node: EditorNode, url: string): PromiseLike<unknown> {
  const asked = {
    id: node.id,
    z: text(node.z),
    settings: valuesOf(optionNames),
    credentials: valuesOf(credentialNames),
  };
  return $.ajax({ url, method: "POST", contentType: "application/json", data: JSON.stringify(asked) });
}

function valuesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, text(field(name).val())]));
}
