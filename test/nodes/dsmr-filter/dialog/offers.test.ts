import assert from "node:assert/strict";
import { fields } from "../../../../lib/telegram/catalogue/catalogue";
import { allOffers, type Offer } from "../../../../nodes/dsmr-filter/dialog/offers";
import { telegram, withObjects, withoutObjects } from "../../../lib/selection/telegrams";

function offered(offers: readonly Offer[], field: string): Offer | undefined {
  return offers.find((offer) => offer.field === field);
}

describe("what a dsmr-filter's dialog offers", () => {
  const offers = allOffers(telegram());

  it("starts with what the meter sends, then has groups and wildcards, then the rest of the catalogue", () => {
    const kinds = offers.map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)], ["sent", "several", "other"]);
    assert.deepEqual(
      kinds,
      kinds.toSorted((one, other) => order(one) - order(other)),
    );
    assert.equal(offers[0]!.field, "power_net");
  });

  it("has nothing twice, and every field of the catalogue", () => {
    const names = offers.map(({ field }) => field);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      fields.filter(({ name }) => !names.includes(name)),
      [],
    );
  });

  const sent: [says: string, offer: Offer][] = [
    [
      "a value with its unit and its code",
      { field: "power_delivered", kind: "sent", code: "1-0:1.7.0", value: 1.193, unit: "kW" },
    ],
    ["a count without a unit", { field: "electricity_tariff", kind: "sent", code: "0-0:96.14.0", value: 2, unit: "" }],
    [
      "a reading of gas with the channel it is on",
      { field: "gas_delivered", kind: "sent", code: "0-1:24.2.1", value: 12785.123, unit: "m3" },
    ],
    ["a derived value, without a code", { field: "power_net", kind: "sent", code: "", value: 1.193, unit: "kW" }],
    [
      "a state that is a text, by its name",
      { field: "electricity_switch", kind: "sent", code: "0-0:96.3.10", value: "ON", unit: "" },
    ],
    ["a text by its code", { field: "0-0:96.13.0", kind: "sent", code: "", value: "Prices change in May", unit: "" }],
    ["billing history by its code", { field: "1-0:1.8.1*1", kind: "sent", code: "", value: 120000, unit: "kWh" }],
  ];
  for (const [says, offer] of sent) {
    it(`has ${says}`, () => assert.deepEqual(offered(offers, offer.field), offer));
  }

  it("has the same quantity on another channel by its code", () => {
    const two = allOffers(withObjects({ "1-1:1.7.0": { name: "power_delivered", value: 5, unit: "kW" } }));
    assert.deepEqual(offered(two, "1-1:1.7.0"), { field: "1-1:1.7.0", kind: "sent", code: "", value: 5, unit: "kW" });
    assert.equal(offered(two, "power_delivered")?.value, 1.193);
  });

  it("says how many fields a group or a wildcard picks", () => {
    assert.equal(offered(offers, "group:gas")?.count, 1);
    assert.equal(offered(offers, "power_*")?.count, 6);
    assert.equal(offered(offers, "current_*")?.count, 0);
  });

  it("has codes from the catalogue if a telegram comes without objects", () => {
    assert.equal(offered(allOffers(withoutObjects(telegram())), "power_delivered")?.code, "1-0:1.7.0");
  });

  it("counts nothing as sent without a telegram", () => {
    const known = allOffers(undefined);
    assert.deepEqual([...new Set(known.map(({ kind }) => kind))], ["several", "other"]);
    assert.equal(offered(known, "power_*")?.count, undefined);
  });

  it("leaves out what is no field, whatever a telegram holds", () => {
    const odd = telegram({
      values: JSON.parse('{ "__proto__": 1, "Odd Name": 2, "power_net": 1 }') as Record<string, number>,
      objects: JSON.parse('{ "__proto__": { "value": 1 }, "x": { "value": 1 }, "0-0:1.0.0": {} }') as object as never,
    });
    assert.deepEqual(
      allOffers(odd)
        .filter(({ kind }) => kind === "sent")
        .map(({ field }) => field),
      ["power_net"],
    );
  });
});

function order(kind: Offer["kind"]): number {
  return ["sent", "several", "other"].indexOf(kind);
}
