import assert from "node:assert/strict";
import { P1_LINE_SETTINGS, LineSettingsSearch, lineSettingsText } from "../../../lib/connection/line-settings-search";
import type { LineSettings } from "../../../lib/source/source";

const old: LineSettings = { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 };

/** The settings in the order they are tried, while bytes come and never a telegram. */
function order(search: LineSettingsSearch, count: number): string[] {
  return Array.from({ length: count }, () => {
    const line = lineSettingsText(search.current);
    search.next();
    return line;
  });
}

describe("LineSettingsSearch", () => {
  it("tries 115200 8N1, 9600 7E1, 115200 7E1, 9600 8N1, and round again", () => {
    assert.deepEqual(order(new LineSettingsSearch(), 5), [
      "115200 8N1",
      "9600 7E1",
      "115200 7E1",
      "9600 8N1",
      "115200 8N1",
    ]);
  });

  it("starts with known settings", () => {
    assert.deepEqual(order(new LineSettingsSearch(old), 5), [
      "9600 7E1",
      "115200 8N1",
      "115200 7E1",
      "9600 8N1",
      "9600 7E1",
    ]);
  });

  it("keeps unusual settings that are known, before all others", () => {
    const custom: LineSettings = { baudRate: 19200, dataBits: 8, parity: "odd", stopBits: 2 };
    assert.deepEqual(order(new LineSettingsSearch(custom), 2), ["19200 8O2", "115200 8N1"]);
  });

  it("stays while nothing comes, and while it is only a glitch", () => {
    const search = new LineSettingsSearch();
    search.opened();
    assert.equal(search.due(), Infinity);
    search.bytes(1, 3000);
    search.bytes(1, 4000);
    assert.equal(search.due(), Infinity);
  });

  it("moves on 12 s after the first bytes", () => {
    const search = new LineSettingsSearch();
    search.bytes(100, 3000);
    search.bytes(100, 8000);
    assert.equal(search.due(), 15_000);
  });

  it("counts the 12 s from zero when the port is opened again", () => {
    const search = new LineSettingsSearch();
    search.bytes(100, 3000);
    search.opened();
    assert.equal(search.due(), Infinity);
  });

  it("stays 12 s more with every telegram whose CRC alone is wrong", () => {
    const search = new LineSettingsSearch();
    search.bytes(100, 3000);
    search.damaged(10_000);
    assert.equal(search.due(), 22_000);
  });

  it("stops at a good telegram, and then bears a bad stretch of a minute or three periods", () => {
    const search = new LineSettingsSearch();
    search.bytes(100, 1000);
    search.telegram();
    assert.equal(search.found, true);
    assert.equal(search.due(), Infinity);
    search.bytes(100, 2000);
    assert.equal(search.due(1), 62_000);
    assert.equal(search.due(300), 902_000);
  });

  it("searches on when settings that were found bring nothing any more", () => {
    const search = new LineSettingsSearch(old);
    search.telegram();
    search.next();
    assert.deepEqual([search.found, lineSettingsText(search.current)], [false, "115200 8N1"]);
  });

  it("says when all were tried", () => {
    const search = new LineSettingsSearch();
    for (const [i] of P1_LINE_SETTINGS.entries()) {
      assert.equal(search.exhausted, false, `after ${i}`);
      search.next();
    }
    assert.equal(search.exhausted, true);
    search.telegram();
    assert.equal(search.exhausted, false);
  });
});
