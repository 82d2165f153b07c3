import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialSource } from "../../../lib/source/serial";
import type { Source } from "../../../lib/source/source";
import { PtyPair, Witness, hasSocat } from "./support";

describe("SerialSource", () => {
  const sources: Source[] = [];
  let pair: PtyPair;

  function serial(...args: ConstructorParameters<typeof SerialSource>): SerialSource {
    const source = new SerialSource(...args);
    sources.push(source);
    return source;
  }

  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()));
  });

  describe("on a real port", () => {
    before(function () {
      if (!hasSocat()) {
        console.log("      skipped: no socat here (Debian: apt install socat)");
        this.skip();
      }
    });

    beforeEach(async () => {
      pair = await PtyPair.open();
    });

    afterEach(async () => {
      await Promise.all(sources.splice(0).map((source) => source.close()));
      await pair.end();
    });

    it("brings every byte in order, also those above 127", async () => {
      const source = serial({ path: pair.path });
      const witness = new Witness(source);
      await witness.opened();
      const bytes = Buffer.from(Array.from({ length: 4000 }, (_, i) => i & 0xff));
      await pair.send(bytes);
      await witness.received(bytes.length);
      assert.deepEqual(witness.bytes, bytes);
      assert.equal(source.to, pair.path);
    });

    it("calls nothing before open has returned", () => {
      const witness = new Witness(serial({ path: pair.path }));
      assert.deepEqual(witness.called, []);
    });

    it("says that the cable was unplugged, once", async () => {
      const witness = new Witness(serial({ path: pair.path }));
      await witness.opened();
      await pair.unplug();
      const { code, text } = await witness.lost();
      assert.equal(code, "unplugged");
      assert.match(text, /was unplugged: plug the cable in again/);
      assert.deepEqual(witness.called, ["open", "close"]);
    });

    it("notices every unplugging at once, also when bytes have just come", async () => {
      for (let i = 0; i < 12; i++) {
        const source = serial({ path: pair.path });
        const witness = new Witness(source);
        await witness.opened();
        if (i % 2) await pair.send(Buffer.from("/ISk5"));
        await pair.unplug();
        assert.equal((await witness.lost()).code, "unplugged");
        await source.close();
        await pair.plug();
      }
    });

    it("shares the port with nobody, and says that it is in use", async () => {
      const first = new Witness(serial({ path: pair.path }));
      await first.opened();
      const second = new Witness(serial({ path: pair.path }));
      const { code, text } = await second.lost();
      assert.equal(code, "busy");
      assert.match(text, /is in use by another program or node/);
      assert.equal(first.reason, undefined);
    });

    it("frees the port when it is closed, so that it can be opened again", async () => {
      for (let i = 0; i < 5; i++) {
        const source = serial({ path: pair.path });
        const witness = new Witness(source);
        await witness.opened();
        await Promise.all([source.close(), source.close()]);
        assert.deepEqual(witness.called, ["open"]);
      }
    });

    it("frees the port when it is closed while opening", async () => {
      const source = serial({ path: pair.path });
      const early = new Witness(source);
      await source.close();
      const witness = new Witness(serial({ path: pair.path }));
      await witness.opened();
      assert.deepEqual(early.called, []);
    });

    for (const dataRequest of ["rts", "dtr"] as const) {
      it(`warns once that the port cannot raise ${dataRequest.toUpperCase()}, and goes on`, async () => {
        const witness = new Witness(serial({ path: pair.path, dataRequest }));
        await witness.until(() => witness.warnings.length > 0);
        await pair.send(Buffer.from("still here"));
        await witness.received(10);
        assert.equal(witness.warnings.length, 1);
        assert.match(witness.warnings[0]!, new RegExp(`cannot raise ${dataRequest.toUpperCase()}.*pin 2 to \\+5 V`));
      });
    }

    it("takes other line settings", async () => {
      const line = { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 } as const;
      const witness = new Witness(serial({ path: pair.path, line }));
      await witness.opened();
      await pair.send(Buffer.from("/ISk5"));
      await witness.received(5);
    });
  });

  describe("that cannot open", () => {
    it("says that the path does not exist", async () => {
      const { code, text } = await new Witness(serial({ path: "/dev/ttyNONE0" })).lost();
      assert.equal(code, "ENOENT-tty");
      assert.match(text, /there is no \/dev\/ttyNONE0: .*plugged in.*\/dev\/serial\/by-id/);
    });

    it("says that the path is no serial port", async () => {
      const folder = await mkdtemp(join(tmpdir(), "p1-file-"));
      try {
        const path = join(folder, "file");
        await writeFile(path, "");
        assert.equal((await new Witness(serial({ path })).lost()).code, "not-a-port");
        assert.equal((await new Witness(serial({ path: folder })).lost()).code, "not-a-port");
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it("says that no path is set", async () => {
      assert.equal((await new Witness(serial({ path: "" })).lost()).code, "no-path");
    });

    it("says that the native module does not load, and what to do", async () => {
      const broken = (): Promise<never> => Promise.reject(new Error("No native build was found for platform=x\nstack"));
      const { code, text } = await new Witness(serial({ path: "/dev/ttyUSB0" }, broken)).lost();
      assert.equal(code, "binding");
      assert.match(text, /does not load \(No native build was found for platform=x\), run "npm rebuild".*network/);
    });

    it("closes at once when its path does not exist", async () => {
      const source = serial({ path: "/dev/ttyNONE0" });
      const witness = new Witness(source);
      await source.close();
      assert.deepEqual(witness.called, []);
    });

    it("closes without having been opened, and does not open then", async () => {
      const source = serial({ path: "/dev/ttyNONE0" });
      await source.close();
      assert.deepEqual(new Witness(source).called, []);
    });
  });
});
