import type { Telegram } from "../../../lib/telegram/types";
import { isEnvironmentVariable, type RawOptions } from "../../shared/options";
import { type EditorNode, editorTexts } from "../../shared/validate.mjs";
import { faultText } from "../fault-text";
import { rawRow, readDsmrFilter } from "../options";
import { type Preview, previewOf } from "./preview";
import { printedMessage } from "./printed";

/** Most messages shown of one telegram. */
const MOST_SHOWN = 3;
/** The preview follows this long after the last key, in ms. */
const REST = 200;

/** What the preview is made from. */
export interface PreviewInput {
  /** The node's properties as they are in the dialog now. */
  readonly properties: RawOptions;
  readonly telegram: Telegram;
}

/** Sets up the preview of the message. Returns a function that updates it once typing pauses. */
export function makePreview(node: EditorNode, input: () => PreviewInput): () => void {
  const when = $("#dsmr-filter-when");
  const box = $("#dsmr-filter-message");
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    // The dialog may have been closed in the meantime.
    if (!box[0]?.isConnected) return;
    const { properties, telegram } = input();
    const shown = textsOf(node, properties, telegram);
    when.text(shown.when);
    if (box.text() !== shown.message) box.text(shown.message);
    box.toggle(shown.message !== "");
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(show, REST);
  };
}

interface Texts {
  /** When the message is sent, or why there is none. */
  readonly when: string;
  readonly message: string;
}

function textsOf(node: EditorNode, properties: RawOptions, telegram: Telegram): Texts {
  const why = whyNone(node, properties);
  if (why !== undefined) return { when: why, message: "" };
  const { settings } = readDsmrFilter(properties);
  const preview = previewOf(settings, telegram);
  const { messages, unmatched } = preview;
  if (messages.length === 0) {
    const key = settings.pace === "reading" && preview.fields > 0 ? "no-reading" : "no-field";
    return { when: node._(`dsmr-filter.preview.${key}`), message: "" };
  }
  const sentences = [
    whenText(node, settings.pace, preview),
    messages.length > 1 && node._("dsmr-filter.preview.messages", { count: messages.length }),
    unmatched.length > 0 && node._("dsmr-filter.preview.unmatched", { fields: unmatched.slice(0, 5).join(", ") }),
  ];
  const shown = messages.slice(0, MOST_SHOWN).map(printedMessage);
  const rest = messages.length - shown.length;
  const more = rest > 0 ? [node._("dsmr-filter.preview.more", { count: rest })] : [];
  return { when: sentences.filter(Boolean).join(" "), message: [...shown, ...more].join("\n") };
}

function whenText(node: EditorNode, pace: string, { until = "" }: Preview): string {
  return node._(`dsmr-filter.preview.when-${pace}`, { until });
}

/** Why no message can be shown, in the editor's language; undefined if one can. */
function whyNone(node: EditorNode, properties: RawOptions): string | undefined {
  const { fields } = properties;
  const rows = Array.isArray(fields) ? fields.map(rawRow) : [];
  const cells = rows.flatMap((row) => Object.values<unknown>({ ...row }));
  const variable = [...Object.values(properties), ...cells].find(isEnvironmentVariable);
  if (typeof variable === "string") return node._("dsmr-filter.preview.variable", { variable });
  const { fault } = readDsmrFilter(properties);
  return fault && faultText(fault, editorTexts(node));
}
