import type { NodeAPI } from "node-red";
import { type Sentence, type Translate, translator } from "../../lib/texts/texts";
import type { OptionProblem } from "./options";
import sharedTexts from "./texts/en-US.json";

/** Texts in the server's language, from the catalogue of the node whose `RED` this is. */
export function serverTexts(RED: NodeAPI): Translate {
  return (key, values) => RED._(key, { ...values });
}

/** Longer values are cut in a sentence. */
const LONGEST_VALUE = 40;
/** A path by id is too long for a status; what tells one from another is at its end. */
const LONGEST_IN_STATUS = 24;

/**
 * The sentence for a setting that cannot be used, in the language of `translate`: in a dialog that of the browser by
 * `node._`, at run time the server's by `RED._`. The setting is called as in the dialog of `type`.
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

/** The same in English, with the setting's name in the flow file: for problem reports. */
export function problemSentence(problem: OptionProblem): string {
  return problemText(problem, "", translator(sharedTexts));
}

/** Why a connection does not receive, and what to do, in the language of `translate`. */
export function hintText({ code, values, text }: Sentence, translate: Translate): string {
  const key = `hint.${code}`;
  const translated = translate(key, values);
  return translated === key ? text : translated;
}

/** The same for a status: only what is wrong, which is what stands before the colon, and the end of long paths. */
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
