import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as ts from "typescript";
import { parseTelegram } from "../../../lib/telegram/parse";
import type { Telegram } from "../../../lib/telegram/types";
import { assertTelegram, telegramSchema } from "../../support/schema";
import { DSMR5 } from "../../support/telegrams";

interface Shape {
  properties: string[];
  required: string[];
}

/** The interfaces of a source file: their properties, and which of them must be there. */
function interfacesIn(...path: string[]): Map<string, Shape> {
  const file = join(__dirname, "..", "..", "..", ...path);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023);
  const shapes = new Map<string, Shape>();
  for (const declaration of source.statements.filter(ts.isInterfaceDeclaration)) {
    const members = declaration.members.filter(ts.isPropertySignature).map((member) => ({
      name: (member.name as ts.Identifier).text,
      optional: member.questionToken !== undefined,
    }));
    shapes.set(declaration.name.text, {
      properties: members.map(({ name }) => name).sort(),
      required: members
        .filter(({ optional }) => !optional)
        .map(({ name }) => name)
        .sort(),
    });
  }
  return shapes;
}

/** Every object with fixed properties in the schema's definitions. */
function definitions(): [string, Shape][] {
  const defs = telegramSchema.$defs as Record<string, { properties?: object; required?: string[] }>;
  return Object.entries(defs)
    .filter(([, { properties }]) => properties !== undefined)
    .map(([name, { properties, required = [] }]) => [
      name,
      { properties: Object.keys(properties!).sort(), required: [...required].sort() },
    ]);
}

describe("the telegram's JSON schema", () => {
  it("has the properties that the payload's types have, and requires the same", () => {
    const types = new Map([
      ...interfacesIn("lib", "telegram", "types.ts"),
      ...[...interfacesIn("lib", "framing", "frame.ts")].filter(([name]) => name === "Crc"),
    ]);
    assert.deepEqual(Object.fromEntries(definitions().sort()), Object.fromEntries([...types].sort()));
  });

  it("takes the specification's example", () => assertTelegram(parseTelegram(DSMR5, { raw: true })));

  describe("refuses a telegram", () => {
    const cases: [what: string, change: (telegram: Telegram) => unknown][] = [
      ["with a property it does not know", (telegram) => ({ ...telegram, extra: 1 })],
      ["with a value that is no number", (telegram) => ({ ...telegram, values: { power_net: "1" } })],
      ["with a value that is not a number at all", (telegram) => ({ ...telegram, values: { power_net: Number.NaN } })],
      ["with a value of null", (telegram) => ({ ...telegram, values: { power_net: null } })],
      ["with a value of minus zero", (telegram) => ({ ...telegram, values: { power_net: -0 } })],
      ["with an undefined property", (telegram) => ({ ...telegram, message: undefined })],
      ["with a name that is none", (telegram) => ({ ...telegram, values: { "1-0:1.7.0": 1 } })],
      ["with a code that is none", (telegram) => ({ ...telegram, objects: { power_net: {} } })],
      ["with a time without an offset", (telegram) => ({ ...telegram, timestamp: "2010-12-09T11:30:20" })],
      ["with a time in UTC's short form", (telegram) => ({ ...telegram, timestamp: "2010-12-09T11:30:20Z" })],
      ["without its clock", (telegram) => ({ ...telegram, clock: undefined })],
    ];
    for (const [what, change] of cases) {
      it(what, () => assert.throws(() => assertTelegram(change(parseTelegram(DSMR5))), assert.AssertionError));
    }
  });
});
