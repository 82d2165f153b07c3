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
  // Node-RED takes a text as the reason, but only from a validator with two parameters; its typings know neither.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- counted, not used
  const validate = function (this: EditorNode, value: unknown, options: unknown): boolean | string {
    const problem = isEnvironmentVariable(value) ? undefined : check(this, value);
    return problem === undefined || reason(this, type, { ...problem, value: inert(problem.value) });
  };
  return validate as unknown as (value: string) => boolean;
}

/** Node-RED's list of configuration nodes takes a reason for HTML, and a flow that was imported may hold any text. */
function inert(value: string): string {
  return value.replaceAll(/[<>&]/g, "·");
}

/** The sentence for a problem, in the editor's language. */
export function reason(node: EditorNode, type: string, problem: OptionProblem): string {
  return problemText(problem, type, (key, values) => node._(key, { ...values }));
}
