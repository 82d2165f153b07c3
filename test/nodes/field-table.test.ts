import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fields } from "../../lib/telegram/catalogue/catalogue";
import { describe as describeField } from "../../lib/telegram/catalogue/describe";
import { english } from "../../lib/texts/texts";
import { withFieldTable } from "../../scripts/field-table.mjs";

const catalogue = { fields, describe: describeField, translate: english };
const marker = "<!-- fields: Field | What it is -->";

describe("the table of fields in a help", () => {
  const table = withFieldTable(marker, catalogue);
  const lines = table.split("\n");
  const about = (name: string): string | undefined => lines.find((line) => line.includes(`<code>${name}</code>`));

  it("takes the place of the marker alone, as far in as it stood", () => {
    const help = withFieldTable(`before\n\n  ${marker}\nafter ${marker}`, catalogue).split("\n");
    assert.deepEqual([help[0], help[1], help.at(-1)], ["before", "", `after ${marker}`]);
    assert.deepEqual(help.slice(2, 4), ["  | Field | What it is |", "  | --- | --- |"]);
    assert.ok(help.slice(2, -1).every((line) => line.startsWith("  |")));
  });

  it("has each field with its code, its unit and what it is", () => {
    assert.equal(
      about("power_<wbr>delivered"),
      `| <code>power_<wbr>delivered</code><br>1-0:1.7.0 · kW | ${english("field.power_delivered")} |`,
    );
    assert.equal(
      about("gas_<wbr>delivered"),
      `| <code>gas_<wbr>delivered</code><br>m3 | ${english("field.gas_delivered")} |`,
    );
  });

  it("has one row for the phases, and one for the tariffs", () => {
    assert.match(about("voltage_<wbr>l1…3") ?? "", /1-0:32\/52\/72\.7\.0 · V \| .* L1…3 \|$/);
    assert.match(about("energy_<wbr>returned_<wbr>tariff1…4") ?? "", /1-0:2\.8\.1…4 · kWh \| .* 1…4 \|$/);
  });

  it("leaves no field of the catalogue out", () => {
    const names = lines.slice(2).map((line) => /<code>(.*?)<\/code>/.exec(line)?.[1]?.replaceAll("<wbr>", "") ?? "");
    const patterns = names.map((name) => new RegExp(`^${name.replace(/(\d)…(\d)/, "[$1-$2]")}$`));
    assert.deepEqual(
      fields.filter(({ name }) => patterns.filter((pattern) => pattern.test(name)).length !== 1),
      [],
    );
  });

  it("is in the language of its texts", () => {
    const french = { ...catalogue, translate: (key: string) => (key === "field.voltage" ? "Tension" : key) };
    assert.match(withFieldTable(marker, french), /<code>voltage<\/code>.* \| Tension \|/);
  });

  for (const type of ["dsmr-parse", "dsmr-filter"]) {
    it(`is asked for by the help of ${type}`, () => {
      const help = join(__dirname, "../../nodes", type, "locales/en-US", `${type}.html`);
      assert.match(readFileSync(help, "utf8"), /^ *<!-- fields: [^|]+ \| [^|]+ -->$/m);
    });
  }
});
