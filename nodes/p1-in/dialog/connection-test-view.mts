import type { Sentence } from "../../../lib/texts/texts";
import { hintText } from "../../shared/texts";
import { type EditorNode, editorTexts } from "../../shared/validate.mjs";
import type { ConnectionTestAnswer } from "../connection-test";
import { outcomeOf } from "./outcome";

const icons = {
  open: "fa-spinner fa-spin",
  good: "fa-check-circle",
  doubtful: "fa-exclamation-triangle",
  bad: "fa-times-circle",
} as const;

/** Shows a connection test: first its result as a sentence, then the findings. */
export class ConnectionTestView {
  readonly #node: EditorNode;
  /** The last sentence. The same one is not set again: a screen reader would read it again. */
  #said = "";

  constructor(node: EditorNode) {
    this.#node = node;
  }

  show(answer: ConnectionTestAnswer): void {
    const { code, values, reason } = answer.result;
    const text = this.#text(`p1-in.result.${code}`, { ...values, reason: reason ? this.#why(reason) : "" });
    const icon = answer.end === undefined && outcomeOf(code) === "good" ? icons.open : icons[outcomeOf(code)];
    this.#say(icon, outcomeOf(code), answer.end === undefined ? "running" : "ended", text);
    this.#showHolder(answer);
    this.#showFacts(answer);
  }

  /** Shows only a sentence, if there is no test. */
  fail(text: string): void {
    this.#say(icons.bad, "bad", "ended", text);
    $("#p1-in-test-holder").empty();
    $("#p1-in-test-facts").empty();
  }

  #say(icon: string, outcome: string, state: string, text: string): void {
    $("#p1-in-test-box").prop("hidden", false).attr({ "data-outcome": outcome, "data-state": state });
    const said = `${icon} ${text}`;
    if (said === this.#said) return;
    this.#said = said;
    // The first sentence, which says what was found, in bold; the others say what to try.
    const [first = "", rest = ""] = text.split(/(?<=[.!])\s+(.*)/s);
    $("#p1-in-test-result")
      .empty()
      .append(
        $("<b>").append($("<i>", { class: `fa ${icon}`, "aria-hidden": "true" }), document.createTextNode(first)),
        document.createTextNode(rest),
      );
  }

  /** The reason with a capital letter, unless it begins with the name of a host or a port. */
  #why(reason: Sentence): string {
    const why = hintText(reason, editorTexts(this.#node));
    const isName = Object.values(reason.values ?? {}).some((value) => why.startsWith(String(value)));
    return isName ? why : why.charAt(0).toUpperCase() + why.slice(1);
  }

  #showHolder({ holder }: ConnectionTestAnswer): void {
    const own = holder?.id === this.#node.id;
    const name = [holder?.name, holder?.id].find((one) => one) ?? "";
    const parts = holder ? [this.#text(`p1-in.test.holder-${own ? "own" : "other"}`, { name })] : [];
    if (holder?.differs) parts.push(this.#text("p1-in.test.differs"));
    $("#p1-in-test-holder").text(parts.join(" "));
  }

  #showFacts({ to, seconds, limit, bytes, rate, good, bad, line, encrypted, meter }: ConnectionTestAnswer): void {
    const generation = meter?.generation?.toFixed(1);
    const version =
      meter?.version === undefined ? "generation-none" : generation ? "generation-known" : "generation-other";
    const facts: [name: string, value: string][] = [
      ["to", to === "" ? "–" : to],
      ["time", this.#text("p1-in.fact.seconds", { seconds: Math.ceil(seconds), limit })],
      ["received", this.#text("p1-in.fact.bytes", { bytes, rate })],
      ["telegrams", this.#text(encrypted ? "p1-in.fact.decrypted" : "p1-in.fact.good", { good, bad })],
      ...(line === undefined ? [] : [["line", line] as [string, string]]),
      ["meter", meter ? [`/${meter.header}`, meter.id].filter((one) => one !== undefined).join(" · ") : "–"],
      [
        "generation",
        meter
          ? this.#text(`p1-in.fact.${version}`, { generation: generation ?? "", version: meter.version ?? "" })
          : "–",
      ],
    ];
    $("#p1-in-test-facts")
      .empty()
      .append(
        ...facts.flatMap(([name, value]) => [
          $("<dt>").text(this.#text(`p1-in.fact.${name}`)),
          $("<dd>", { "data-fact": name }).text(value),
        ]),
      );
  }

  #text(key: string, values: Record<string, string | number> = {}): string {
    return this.#node._(key, values);
  }
}
