import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { faultNames } from "../../lib/source/simulator/faults";
import { dsmrFilterOptions } from "../../nodes/dsmr-filter/options";
import { dsmrParseOptions } from "../../nodes/dsmr-parse/options";
import { p1InCredentials, p1InOptions } from "../../nodes/p1-in/options";
import type { Option } from "../../nodes/shared/options";

const nodes = join(__dirname, "..", "..", "nodes");
const dialogs = {
  "p1-in": { ...p1InOptions, ...p1InCredentials },
  "dsmr-parse": dsmrParseOptions,
  "dsmr-filter": dsmrFilterOptions,
};
/** Words that have no list of their own: numbers say what they are. */
const plain = ["baudRate", "dataBits", "stopBits", "relayPort", "port", "timeout", "period", "summary", "zone"];

/** The files of a dialog's code beside its editor.mts. */
function dialogCode(type: string): string[] {
  const folder = join(nodes, type, "dialog");
  return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
}

for (const [type, options] of Object.entries(dialogs)) {
  describe(`the dialog of ${type}`, () => {
    const html = readFileSync(join(nodes, type, "editor.html"), "utf8");
    const code = [join(nodes, type, "editor.mts"), ...dialogCode(type)]
      .map((file) => readFileSync(file, "utf8"))
      .join();
    const labels = JSON.parse(readFileSync(join(nodes, type, "locales/en-US", `${type}.json`), "utf8")) as unknown;
    const textOf = (key: string): unknown =>
      key.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], labels);

    it("has a text for every key it names", () => {
      const inHtml = [...html.matchAll(/data-i18n="([^"]+)"/g)].flatMap(([, keys]) => keys!.split(";"));
      const inCode = [...code.matchAll(/_\("([\w.-]+)"/g)].map(([, key]) => key!);
      const named = [...inHtml.map((key) => key.replace(/^\[[\w-]+\]/, "")), ...inCode];
      const missing = named.filter((key) => typeof textOf(key) !== "string");
      assert.deepEqual(missing, []);
      assert.ok(named.length > 10);
    });

    for (const [name, { allowed }] of Object.entries<Option<unknown>>(options)) {
      it(`has a field and a label for ${name}`, () => {
        assert.match(html, new RegExp(`id="node-(config-)?input-${name}"`));
        assert.equal(typeof textOf(`${type}.label.${name}`), "string");
      });

      if (plain.includes(name) || !allowed.includes(", ") || name === "faults" || allowed.startsWith("true")) continue;
      it(`offers every choice of ${name}`, () => {
        for (const choice of allowed.split(", ")) assert.match(html, new RegExp(`<option value="${choice}"`));
      });
    }

    it("names every label's field for assistive programs", () => {
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      const dangling = [...html.matchAll(/(?:for|aria-describedby|aria-labelledby|list)="([^"]+)"/g)]
        .flatMap(([, of]) => of!.split(" "))
        .filter((id) => !ids.includes(id));
      assert.deepEqual(dangling, []);
    });

    it("has no colour of its own", () => {
      assert.deepEqual(html.match(/#[0-9a-f]{3,6}\b(?=[;"\s])|rgba?\(|(?<=color: )(?!var\(|inherit)\w+/gi), null);
    });
  });
}

it("the faults of the simulator all have a label", () => {
  const labels = JSON.parse(readFileSync(join(nodes, "p1-in/locales/en-US/p1-in.json"), "utf8")) as {
    "p1-in": { faults: Record<string, string> };
  };
  assert.deepEqual(Object.keys(labels["p1-in"].faults).toSorted(), [...faultNames].toSorted());
});
