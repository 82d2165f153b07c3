import type { Request, Response } from "express";
import type { NodeAPI } from "node-red";
import { isEnvironmentVariable } from "../shared/options";
import { holderOf, runningP1Ins } from "./deployed";
import { type DialogBody, readDialogBody } from "./dialog-body";
import type { P1InSettings } from "./options";
import type { P1InNode } from "./p1-in-node";
import { idleClock, type ConnectionTestRequest } from "./connection-test";
import { ConnectionTests } from "./connection-tests";
import { connectionOfHolder, ownConnection } from "./tested-connection";
import { connectionTestSettings } from "./connection-test-settings";

const PATH = "/node-red-p1-dsmr/test";
/** The limit of a request: four times the longest telegram that can be pasted. */
const MOST_BYTES = 64 * 1024;

/**
 * Serves the dialog's "Test connection". POST starts a test of the settings in the body, GET .../<id> answers its
 * findings so far, DELETE .../<id> ends it. Mistakes of a user are answered with status 200, which leaves no error in
 * the browser's console: `{ fault }` if the settings cannot be used, `{ gone: true }` if the test is not known any
 * more.
 */
export function serveConnectionTests(RED: NodeAPI): void {
  const tests = new ConnectionTests();
  const mayWrite = RED.auth.needsPermission("p1-in.write");
  RED.httpAdmin.post(
    PATH,
    mayWrite,
    guarded((request, response) => begin(RED, tests, request, response)),
  );
  RED.httpAdmin.get(`${PATH}/:id`, mayWrite, (request, response) => {
    answer(response, tests.poll(String(request.params.id)) ?? { gone: true });
  });
  RED.httpAdmin.delete(
    `${PATH}/:id`,
    mayWrite,
    guarded(async (request, response) => {
      await tests.stop("stopped", String(request.params.id));
      answer(response, {});
    }),
  );
}

async function begin(RED: NodeAPI, tests: ConnectionTests, request: Request, response: Response): Promise<void> {
  const asked = readRequest(request);
  if ("status" in asked) {
    refuse(response, asked);
    return;
  }
  const { settings, fault } = connectionTestSettings(RED, asked);
  if (fault) {
    // The value of a variable must not be shown, only its name.
    const raw = asked.settings[fault.option];
    answer(response, { fault: isEnvironmentVariable(raw) ? { ...fault, value: String(raw) } : fault });
    return;
  }
  const holder = await holderOf(settings, runningP1Ins(RED));
  // A deploy ends the test: the nodes that start must find the port free.
  const stop = (): void => void tests.stop("deployed");
  RED.events.on("flows:stopping", stop);
  const ended = (): void => void RED.events.removeListener("flows:stopping", stop);
  answer(response, await tests.start(testRequest(settings, holder), ended));
}

interface Refusal {
  readonly status: number;
  readonly error: string;
}

function readRequest(request: Request): DialogBody | Refusal {
  // Protects against other web sites: a browser lets their pages send forms here, but not JSON.
  if (!request.is("application/json")) return { status: 415, error: "send JSON" };
  if (isTooLong(request)) return { status: 413, error: `send ${MOST_BYTES} bytes at most` };
  const malformed = { status: 400, error: "send { settings, credentials } with properties of a p1-in" };
  return readDialogBody(request.body) ?? malformed;
}

function testRequest(settings: P1InSettings, holder: P1InNode | undefined): ConnectionTestRequest {
  const { connection, line, decryptionKey } = settings;
  const setup = { connection, auto: connection === "serial" && line === "auto", hasKey: decryptionKey !== "" };
  if (!holder) return { connection: ownConnection(settings, idleClock), setup };
  const named = { id: holder.id, name: holder.name ?? "", differs: receivesOtherwise(settings, holder.settings) };
  return { connection: connectionOfHolder(holder, settings), setup, holder: named };
}

/** Whether a connection with these settings may receive something else than one with the other settings. */
function receivesOtherwise(a: P1InSettings, b: P1InSettings): boolean {
  const names = ["line", "baudRate", "dataBits", "parity", "stopBits", "dataRequest", "aad"] as const;
  const keys = ["decryptionKey", "authenticationKey"] as const;
  return [...names, ...keys].some((name) => a[name] !== b[name]);
}

function isTooLong(request: Request): boolean {
  const announced = Number(request.headers["content-length"] ?? Number.NaN);
  // A body sent in chunks has no announced length.
  const length = Number.isNaN(announced) ? JSON.stringify(request.body).length : announced;
  return length > MOST_BYTES;
}

function answer(response: Response, body: object): void {
  response.set("Cache-Control", "no-store").json(body);
}

function refuse(response: Response, { status, error }: Refusal): void {
  response.status(status).json({ error });
}

/** Answers with status 500 if `handle` rejects, so that no request causes an unhandled rejection. */
function guarded(handle: (request: Request, response: Response) => Promise<void>) {
  return (request: Request, response: Response): void => {
    handle(request, response).catch(() => {
      if (!response.headersSent) refuse(response, { status: 500, error: "the request could not be served" });
    });
  };
}
