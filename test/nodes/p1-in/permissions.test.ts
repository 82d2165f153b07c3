import assert from "node:assert/strict";
import type { NodeAPI } from "node-red";
import { serveReports } from "../../../nodes/p1-in/report";
import { serveSerialPorts } from "../../../nodes/p1-in/serial-ports";
import { serveConnectionTests } from "../../../nodes/p1-in/connection-test-endpoints";

describe("the endpoints of p1-in", () => {
  it("each ask for the permission they need, before anything else", () => {
    const served: string[] = [];
    const serve =
      (method: string) =>
      (path: string, ...handlers: { permission?: string }[]): void => {
        served.push(`${method} ${path}: ${handlers[0]?.permission ?? "anyone"}`);
      };
    const RED = {
      auth: { needsPermission: (permission: string) => Object.assign(() => undefined, { permission }) },
      httpAdmin: { get: serve("GET"), post: serve("POST"), delete: serve("DELETE") },
    } as unknown as NodeAPI;
    serveConnectionTests(RED);
    serveSerialPorts(RED);
    serveReports(RED);
    assert.deepEqual(served.toSorted(), [
      "DELETE /node-red-p1-dsmr/test/:id: p1-in.write",
      "GET /node-red-p1-dsmr/serial-ports: p1-in.read",
      "GET /node-red-p1-dsmr/test/:id: p1-in.write",
      "POST /node-red-p1-dsmr/report: p1-in.read",
      "POST /node-red-p1-dsmr/test: p1-in.write",
    ]);
  });
});
