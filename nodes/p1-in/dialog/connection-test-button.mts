import type { OptionProblem } from "../../shared/options";
import { type EditorNode, reason } from "../../shared/validate.mjs";
import type { ConnectionTestAnswer } from "../connection-test";
import { openEncryption } from "./folds.mjs";
import { field, postDialog } from "./form.mjs";
import { isAboutKeys } from "./outcome";
import { ConnectionTestView } from "./connection-test-view.mjs";

const PATH = "node-red-p1-dsmr/test";
const POLL_MS = 500;

/** The server's answer: the findings so far, what is wrong with the settings, or that it does not know the test. */
type Answer = ConnectionTestAnswer | { readonly fault: OptionProblem } | { readonly gone: true };

/** The button "Test connection": the server tests the settings in the dialog, and the findings are shown. */
export class ConnectionTestButton {
  readonly #node: EditorNode;
  readonly #view: ConnectionTestView;
  readonly #button = $("#p1-in-test-button");
  /** Whether a test was started and has not ended. */
  #wanted = false;
  /** The id of the running test; undefined until the server has answered. */
  #id: string | undefined;
  /** Counts clicks: an answer to an earlier click is not shown. */
  #turn = 0;
  #timer: number | undefined;

  constructor(node: EditorNode) {
    this.#node = node;
    this.#view = new ConnectionTestView(node);
    this.#button.on("click", () => void (this.#wanted ? this.#stop() : this.#start()));
  }

  /** Ends the test when the dialog closes. */
  close(): void {
    const id = this.#id;
    this.#over();
    this.#turn++;
    if (id !== undefined) void this.#delete(id);
  }

  async #start(): Promise<void> {
    const turn = ++this.#turn;
    this.#wanted = true;
    this.#label("stop", "fa-stop");
    await this.#ask(turn, () => postDialog(this.#node, PATH));
  }

  async #stop(): Promise<void> {
    const id = this.#id;
    const turn = ++this.#turn;
    this.#over();
    if (id === undefined) return;
    await this.#delete(id);
    await this.#ask(turn, () => $.getJSON(`${PATH}/${id}`));
  }

  /** Asks the server and shows its answer, unless the user has clicked again by then. */
  async #ask(turn: number, request: () => PromiseLike<unknown>): Promise<void> {
    let answer: Answer;
    try {
      answer = (await request()) as Answer;
    } catch {
      if (turn === this.#turn) this.#fail(this.#node._("p1-in.test.failed"));
      return;
    }
    if (turn === this.#turn) this.#take(turn, answer);
    else if ("id" in answer && answer.end === undefined) void this.#delete(answer.id);
  }

  #take(turn: number, answer: Answer): void {
    if ("fault" in answer) {
      this.#fail(reason(this.#node, "p1-in", answer.fault));
      field(answer.fault.option).trigger("focus");
      return;
    }
    if ("gone" in answer) {
      this.#fail(this.#node._("p1-in.test.gone"));
      return;
    }
    this.#view.show(answer);
    if (answer.end === undefined) {
      this.#id = answer.id;
      this.#timer = window.setTimeout(() => void this.#ask(turn, () => $.getJSON(`${PATH}/${answer.id}`)), POLL_MS);
      return;
    }
    this.#over();
    if (isAboutKeys(answer.result.code)) openEncryption();
  }

  #fail(said: string): void {
    this.#over();
    this.#view.fail(said);
  }

  #over(): void {
    window.clearTimeout(this.#timer);
    this.#wanted = false;
    this.#id = undefined;
    this.#label("start", "fa-play");
  }

  /** Ends a test on the server. */
  async #delete(id: string): Promise<void> {
    try {
      await $.ajax({ url: `${PATH}/${id}`, method: "DELETE" });
    } catch {
      // The test ends by itself when nobody asks about it.
    }
  }

  #label(key: "start" | "stop", icon: string): void {
    this.#button.find("i").attr("class", `fa ${icon}`);
    this.#button.find("span").text(this.#node._(`p1-in.test.${key}`));
  }
}
