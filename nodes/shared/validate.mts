import type { Translate } from "../../lib/texts/texts";
import type { OptionProblem } from "./options";
import { isEnvironmentVariable } from "./options";
import { problemText } from "./texts";

/** A node in the editor, as validators and labels see it. */
export interface EditorNode {
  readonly id: string;
  _(key: string, values?: Record<string, string | number>): string;
  [property: string]: unknown;
}

/**
 * A validator for `defaults`: marks a wrong value with the reason.
 * `${NAME}` is right everywhere, for its value is only known at run time.
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

/** A validator for `defaults` whose check gives the reason itself; true where all is well. */
export function reasoningValidator(
  check: (node: EditorNode, value: unknown) => true | string,
): (value: string) => boolean {
  // Node-RED takes a text as the reason, but only from a validator with two parameters; its typings know neither.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- counted, not used
  const validate = function (this: EditorNode, value: unknown, options: unknown): true | string {
    return check(this, value);
  };
  return validate as unknown as (value: string) => boolean;
}

/** Node-RED's list of configuration nodes takes a reason for HTML, and a flow that was imported may hold any text. */
function inert(value: string): string {
  return value.replaceAll(/[<>&]/g, "·");
}

/** The sentence for a problem, in the editor's language. */
export function reason(node: EditorNode, type: string, problem: OptionProblem): string {
  return problemText(problem, type, editorTexts(node));
}

/** Texts in the editor's language, from the catalogue of a node. */
export function editorTexts(node: EditorNode): Translate {
  return (key, values) => node._(key, { ...values });
}
