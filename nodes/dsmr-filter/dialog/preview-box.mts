import type { Telegram } from "../../../lib/telegram/types";
import { isEnvironmentVariable, type RawOptions } from "../../shared/options";
import type { EditorNode } from "../../shared/validate.mjs";
import { rawRow, readDsmrFilter } from "../options";
import { rowReason } from "../row-reason.mjs";
import { type Preview, previewOf } from "./preview";
import { printedMessage } from "./printed";

/** Most messages shown, of those that one telegram gives. */
const MOST_SHOWN = 3;
/** How long nothing is typed before the preview follows, ms. */
const REST = 200;

/** What the preview is made of. */
export interface PreviewInput {
  /** The properties as the dialog has them. */
  readonly properties: RawOptions;
  readonly telegram: Telegram;
}

/** The preview of the message; gives how to ask for it to be made anew, which happens when typing rests. */
export function makePreview(node: EditorNode, input: () => PreviewInput): () => void {
  const when = $("#dsmr-filter-when");
  const box = $("#dsmr-filter-message");
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    // The dialog may have been closed.
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
  /** When it is sent, or why there is none. */
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

/** Why nothing can be shown, in the editor's language; undefined where it can. */
function whyNone(node: EditorNode, properties: RawOptions): string | undefined {
  const { fields } = properties;
  const rows = Array.isArray(fields) ? fields.map(rawRow) : [];
  const cells = rows.flatMap((row) => Object.values<unknown>({ ...row }));
  const variable = [...Object.values(properties), ...cells].find(isEnvironmentVariable);
  if (typeof variable === "string") return node._("dsmr-filter.preview.variable", { variable });
  const { fault } = readDsmrFilter(properties);
  return fault && rowReason(node, fault);
}
