import type { Translate } from "../../lib/texts/texts";
import type { OptionProblem } from "./options";
import { isEnvironmentVariable } from "./options";
import { problemText } from "./texts";

/** A node in the editor: its properties, and its texts in the editor's language. */
export interface EditorNode {
  readonly id: string;
  _(key: string, values?: Record<string, string | number>): string;
  [property: string]: unknown;
}

/**
 * Makes a validator for a property in `defaults`, which marks a wrong value with the reason. An environment variable is
 * always valid: its value is known at run time only.
 */
export function validator(
  type: string,
  check: (node: EditorNode, value: unknown) => OptionProblem | undefined,
): (value: string) => boolean {
  return reasoningValidator((node, value) => {
    const problem = isEnvironmentVariable(value) ? undefined : check(node, value);
    return problem === undefined || reason(node, type, { ...problem, value: inert(problem.value) });
  });
}

/** Makes a validator for a property in `defaults`. `check` returns true for a valid value, else the reason. */
export function reasoningValidator(
  check: (node: EditorNode, value: unknown) => true | string,
): (value: string) => boolean {
  // Node-RED accepts a text as the reason, but only from a validator with two parameters. Its typings have neither.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- counted, not used
  const validate = function (this: EditorNode, value: unknown, options: unknown): true | string {
    return check(this, value);
  };
  return validate as unknown as (value: string) => boolean;
}

/** Removes markup: Node-RED's list of config nodes shows reasons as HTML, and an imported flow may hold any text. */
function inert(value: string): string {
  return value.replaceAll(/[<>&]/g, "·");
}

/** The sentence for a problem of an option, in the editor's language. */
export function reason(node: EditorNode, type: string, problem: OptionProblem): string {
  return problemText(problem, type, editorTexts(node));
}

/** Texts in the editor's language, from the locales of a node. */
export function editorTexts(node: EditorNode): Translate {
  return (key, values) => node._(key, { ...values });
}
