import type { Node, NodeAPI, NodeDef, NodeMessage } from "node-red";
import type { Telegram } from "../../lib/telegram/types";
import { asP1In, type P1InNode } from "../p1-in/p1-in-node";
import { serveLastPayloads } from "../shared/last-payload";
import { SparingLog } from "../shared/log-sparingly";
import { PacedStatus, problemStatus } from "../shared/paced-status";
import { problemText, serverTexts } from "../shared/texts";
import type { HealthEvent } from "./health";
import { incomingTopic, outgoingTopic, payloadBytes, streamKey } from "./input";
import { readDsmrParse } from "./options";
import { TelegramProcessor } from "./telegram-processor";

interface Definition extends NodeDef {
  /** The id of a p1-in; empty if only the input is used. */
  source?: string;
}

export default function (RED: NodeAPI): void {
  const translate = serverTexts(RED);
  const serveLastPayload = serveLastPayloads(RED, "dsmr-parse");

  function DsmrParse(this: Node, definition: Definition): void {
    RED.nodes.createNode(this, definition);
    const source = definition.source ? asP1In(RED.nodes.getNode(definition.source)) : undefined;
    const missing = definition.source && !source ? translate("dsmr-parse.status.no-source") : undefined;
    const { settings, fault } = readDsmrParse({ ...definition });
    const problem = fault ? problemText(fault, "dsmr-parse", translate) : missing;
    if (problem !== undefined) {
      this.warn(problem);
      this.status(problemStatus(problem));
      serveLastPayload(this, () => undefined);
      // Messages are ignored: the problem is in the status and the log, and an error for each message would fill the
      // log.
      this.on("input", (_msg, _send, done) => done());
      return;
    }

    const sourceName = source?.name ?? "";
    const topicFor = (incoming: string): string => outgoingTopic(settings.topic, incoming, sourceName);
    const status = new PacedStatus((now) => this.status(now));
    const log = new SparingLog((text) => this.warn(text));
    const processor = new TelegramProcessor({
      settings,
      translate,
      sourceTopic: topicFor(""),
      framer: source?.framerOptions ?? {},
      connected: source !== undefined,
      counters: () => source?.counters,
      onHealth: (event, topic) => this.send([null, healthMessage(event, topic)]),
      onStatus: (now) => status.show(now),
      onRejected: (reason, text) => log.note(reason, text),
    });
    serveLastPayload(this, () => processor.lastPayload());
    const unsubscribe = source && listen(this, source, processor, topicFor(""));

    this.on("input", (msg, send, done) => {
      const bytes = payloadBytes(msg.payload);
      if (bytes === undefined) {
        done(new Error(`payload must be text or a Buffer with telegrams, and is ${kind(msg.payload)}`));
        return;
      }
      const topic = topicFor(incomingTopic(msg));
      const telegrams =
        settings.framing === "stream"
          ? processor.chunk(bytes, streamKey(msg), topic)
          : processor.message(bytes, incomingTopic(msg), topic);
      const messages = inMessages(telegrams, msg, topic);
      if (messages.length > 0) send([messages, null]);
      done();
    });

    this.on("close", () => {
      unsubscribe?.();
      processor.close();
      status.close();
      log.close();
    });
  }

  /**
   * Puts the first telegram into the incoming message, so that its `req` and `res` are kept, and others into clones.
   */
  function inMessages(telegrams: readonly Telegram[], msg: NodeMessage, topic: string): NodeMessage[] {
    // The incoming payload may be a large file: do not clone it for each telegram.
    if (telegrams.length > 1) delete msg.payload;
    const messages = telegrams.map((_, index) => (index === 0 ? msg : RED.util.cloneMessage(msg)));
    return messages.map((message, index) => Object.assign(message, telegramMessage(telegrams[index]!, topic)));
  }

  RED.nodes.registerType("dsmr-parse", DsmrParse);
}

function listen(node: Node, source: P1InNode, processor: TelegramProcessor, topic: string): () => void {
  return source.subscribe({
    onFrame(frame, receivedAt) {
      const telegram = processor.frame(frame, receivedAt);
      if (telegram !== undefined) node.send([telegramMessage(telegram, topic), null]);
    },
    // A copy: other nodes receive the same event object and send it, too.
    onEvent: (event) => node.send([null, healthMessage({ ...event }, topic)]),
    onStatus: (now) => processor.connection(now),
  });
}

function telegramMessage(payload: Telegram, topic: string): NodeMessage {
  return { topic, timestamp: Date.parse(payload.timestamp), payload };
}

function healthMessage(payload: HealthEvent, topic: string): NodeMessage {
  return { topic, payload };
}

function kind(payload: unknown): string {
  if (payload === undefined || payload === null) return "missing";
  if (Array.isArray(payload)) return "an array";
  return typeof payload === "object" ? "an object" : `a ${typeof payload}`;
}
