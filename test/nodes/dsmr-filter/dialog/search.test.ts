import assert from "node:assert/strict";
import { fieldByName } from "../../../../lib/telegram/catalogue/catalogue";
import { allOffers } from "../../../../nodes/dsmr-filter/dialog/offers";
import { searchOffers, type Words } from "../../../../nodes/dsmr-filter/dialog/search";
import { telegram } from "../../../lib/selection/telegrams";

const offers = allOffers(telegram());
const words: Words = ({ field }) => ({
  description: fieldByName(field)?.description ?? "",
  ...(field.includes("returned") && { keywords: "export solar" }),
});

function found(query: string): string[] {
  return searchOffers(offers, query, words).map(({ field }) => field);
}

describe("the search of a dsmr-filter's dialog", () => {
  const first: [says: string, query: string, field: string][] = [
    ["a name", "power_returned", "power_returned"],
    ["the start of a name", "gas", "gas_delivered"],
    ["a word in a name", "tariff", "energy_delivered_tariff1"],
    ["a code", "1-0:2.7.0", "power_returned"],
    ["a code as people write it", "2.7.0", "power_returned"],
    ["the start of a code", "0-2:24", "water_delivered"],
    ["a name rather than a description with the same word", "returned", "power_returned"],
    ["a description", "breaker", "electricity_switch"],
    ["another word that people use", "solar", "power_returned"],
    ["two words in any order", "l1 voltage", "voltage_l1"],
    ["letters of any case", "VOLTAGE", "voltage_l1"],
    ["a field the meter does not send", "power_delivered_l3", "power_delivered_l3"],
    ["a group", "group:heat", "group:heat"],
  ];
  for (const [says, query, field] of first) {
    it(`finds ${says} first: ${query}`, () => assert.equal(found(query)[0], field));
  }

  it("lists what the meter sends first, even if other fields match better", () => {
    const names = searchOffers(offers, "power_delivered", words);
    assert.deepEqual([...new Set(names.map(({ kind }) => kind))], ["sent", "other"]);
    assert.deepEqual(
      names.slice(0, 3).map(({ field }) => field),
      ["power_delivered", "power_delivered_demand", "power_delivered_l1"],
    );
  });

  it("has everything, in order, for an empty search", () => {
    assert.deepEqual(
      found("  "),
      offers.map(({ field }) => field),
    );
  });

  it("needs every word", () => assert.deepEqual(found("gas voltage"), []));

  const free: [says: string, query: string][] = [
    ["a code that is not in the list", "1-0:99.97.0"],
    ["billing history", "1-0:1.8.0*12"],
    ["a wildcard of codes", "1-0:*.7.0"],
    ["a wildcard of names", "*_l1"],
    ["a rarer name", "voltage_l1_average"],
    ["a second device", "gas_delivered_ch2"],
    ["an environment variable", "${FIELD}"],
    ["a possible name, if nothing was found", "spare_field"],
  ];
  for (const [says, query] of free) {
    it(`offers ${says} as typed, last: ${query}`, () => {
      const all = searchOffers(offers, query, words);
      assert.deepEqual([all.at(-1)?.field, all.at(-1)?.kind], [query, "free"]);
    });
  }

  const none = ["Power!", "group:sun", "__proto__", "power", "gas_delivered", "<b>"];
  for (const query of none) {
    it(`offers nothing as typed for ${query}`, () => {
      assert.equal(
        searchOffers(offers, query, words).some(({ kind }) => kind === "free"),
        false,
      );
    });
  }
});
