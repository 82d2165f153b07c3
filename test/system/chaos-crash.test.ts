import assert from "node:assert/strict";
import { NodeRed } from "./support/node-red";
import { Owner } from "./support/owner";
import { fail } from "./support/probe";
import { flowOf } from "./support/reader";

describe("a test of a Node-RED that crashes", function () {
  this.timeout(180_000);

  for (const how of ["uncaughtException", "unhandledRejection"] as const) {
    it(`fails: by an ${how}`, async () => {
      const owner = new Owner();
      try {
        const nodeRed = await NodeRed.start(owner);
        await nodeRed.deploy(flowOf("crash"));
        fail(nodeRed, how);
        await nodeRed.program.exited;
        assert.throws(() => nodeRed.checkLog(), /on purpose/);
      } finally {
        await assert.rejects(owner.release(), /Node-RED (logged errors|ended with)[^]*on purpose/);
      }
    });
  }
});
