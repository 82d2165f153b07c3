import type { Node, NodeAPI, NodeDef, NodeMessage } from "node-red";
import type { Shaped } from "../../lib/selection/shape";
import { serveLastPayloads } from "../shared/last-payload";
import type { RawOptions } from "../shared/options";
import { PacedStatus, problemStatus } from "../shared/paced-status";
import { serverTexts } from "../shared/texts";
import { faultText } from "./fault-text";
import { TelegramFilter } from "./filter";
import { isTelegram } from "./is-telegram";
import { readDsmrFilter } from "./options";
import { filteredStatus, waitingStatus } from "./status-text";
import { LastTelegram } from "./last-telegram";
import { telegramInput } from "./telegram-input";

export default function (RED: NodeAPI): void {
  const translate = serverTexts(RED);
  const serveLastPayload = serveLastPayloads(RED, "dsmr-filter");

  function DsmrFilterNode(this: Node, config: NodeDef & RawOptions): void {
    RED.nodes.createNode(this, config);
    const last = new LastTelegram();
    serveLastPayload(this, () => last.read());
    const { settings, fault } = readDsmrFilter(config);
    if (fault) {
      const problem = faultText(fault, translate);
      this.warn(problem);
      this.status(problemStatus(problem));
      // The dialog, where the problem is solved, shows what came in.
      this.on("input", ({ payload }, _send, done) => {
        if (isTelegram(payload)) last.keep(payload, Date.now());
        done();
      });
      return;
    }
    const filter = new TelegramFilter(settings);
    const status = new PacedStatus((shown) => this.status(shown));
    this.status(waitingStatus);

    this.on("input", (msg, send, done) => {
      const input = telegramInput(msg.payload);
      if ("problem" in input) {
        done(new Error(input.problem));
        return;
      }
      if (settings.shape === "telegram") last.copy(input.telegram, Date.now());
      else last.keep(input.telegram, Date.now());
      const filtered = filter.take(input.telegram, topicOf(msg), () => RED.util.generateId());
      status.show(filteredStatus(filtered, translate));
      if (filtered.messages.length > 0) send([outgoing(RED, msg, filtered.messages)]);
      done();
    });

    this.on("close", () => status.close());
  }

  RED.nodes.registerType("dsmr-filter", DsmrFilterNode);
}

function topicOf({ topic }: NodeMessage): string {
  return typeof topic === "string" ? topic : "";
}

/** The messages to send: the incoming one, then clones of it, so that `req`, `res` and the user's properties are kept. */
function outgoing(RED: NodeAPI, msg: NodeMessage, shaped: readonly Shaped[]): NodeMessage[] {
  const [first, ...others] = shaped;
  // Without this the whole telegram would be cloned for each of its fields.
  if (others.length > 0) delete msg.payload;
  if ("partial" in msg) delete msg.partial;
  // An empty measurement would override the one set in `influxdb out`, and fail there.
  if (msg.measurement === "") delete msg.measurement;
  const clones = others.map((one) => filled(RED.util.cloneMessage(msg), one));
  return [filled(msg, first!), ...clones];
}

function filled(msg: NodeMessage, { payload, timestamp, topic, partial, parts, measurement }: Shaped): NodeMessage {
  msg.payload = payload;
  msg.timestamp = timestamp;
  if (topic !== undefined) msg.topic = topic;
  if (partial) msg.partial = partial;
  if (parts) msg.parts = msg.parts === undefined ? parts : { ...parts, parts: msg.parts };
  if (measurement !== undefined) msg.measurement = measurement;
  return msg;
}
