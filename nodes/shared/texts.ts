import type { NodeAPI } from "node-red";
import { type Sentence, type Translate, translator } from "../../lib/texts/texts";
import type { OptionProblem } from "./options";
import sharedTexts from "./texts/en-US.json";

/** Texts in the server's language, from the locales of the node that `RED` belongs to. */
export function serverTexts(RED: NodeAPI): Translate {
  return (key, values) => RED._(key, { ...values });
}

/** Most characters of a value in a sentence. */
const LONGEST_VALUE = 40;
/** Most characters of a value in a status. A longer one, such as a path by id, is cut at its start: the ends differ. */
const LONGEST_IN_STATUS = 24;

/**
 * The sentence for an option that cannot be used, in the language of `translate`. It uses the option's label in the
 * dialog of `type`, or its name in the flow file if there is no such label.
 */
export function problemText(
  { option, fault, value, allowed, row }: OptionProblem,
  type: string,
  translate: Translate,
): string {
  const label = translate(`${type}.label.${option}`);
  const values = { option: label.endsWith(`.label.${option}`) ? option : label, value: start(value), allowed };
  const text = translate(`invalid.${fault}`, values);
  return row === undefined ? text : `${row}: ${text}`;
}

/** The same in English, with the option's name in the flow file: for problem reports. */
export function problemSentence(problem: OptionProblem): string {
  return problemText(problem, "", translator(sharedTexts));
}

/** Why a connection receives nothing and what to do, in the language of `translate`, else in English. */
export function hintText({ code, values, text }: Sentence, translate: Translate): string {
  const key = `hint.${code}`;
  const translated = translate(key, values);
  return translated === key ? text : translated;
}

/** The same, shortened for a status: only what is wrong, the part before the colon, with long paths cut. */
export function shortHint({ code, values = {}, text }: Sentence, translate: Translate): string {
  const shown = Object.entries(values).map(([name, value]) => [name, end(String(value))] as const);
  const whole = hintText({ code, values: Object.fromEntries(shown), text }, translate);
  return whole.split(/\s?:\s/u, 1)[0]!;
}

function start(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function end(text: string): string {
  return text.length > LONGEST_IN_STATUS ? `…${text.slice(-LONGEST_IN_STATUS)}` : text;
}
