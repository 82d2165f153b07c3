import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs the system tests use, by the names they go by, and the Debian package they are in. */
const services = {
  socat: { names: ["socat"], debian: "socat" },
  chromium: { names: ["chromium", "chromium-browser", "google-chrome"], debian: "chromium" },
  influxd: { names: ["influxd"], debian: "influxdb" },
  mosquitto: { names: ["mosquitto"], debian: "mosquitto" },
};

export type Service = keyof typeof services;

const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

function find(service: Service): string | undefined {
  const candidates = folders.flatMap((folder) => services[service].names.map((name) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Path of a service's program; fails with how to get it. */
export function program(service: Service): string {
  const path = find(service);
  assert.ok(path, `${service} was not found: apt-get install ${services[service].debian}`);
  return path;
}

/**
 * A suite that needs services. Where one is missing the suite is skipped, its title saying how to get it;
 * with P1_REQUIRE_SERVICES=1 that is a failure.
 */
export function describeWith(needed: readonly Service[], title: string, suite: (this: Mocha.Suite) => void): void {
  const missing = needed.filter((service) => find(service) === undefined);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  const how = `needs ${missing.join(", ")}: apt-get install ${missing.map((service) => services[service].debian).join(" ")}`;
  if (process.env.P1_REQUIRE_SERVICES === "1") {
    describe(title, () => {
      it(how, () => assert.fail(how));
    });
  } else {
    describe.skip(`${title} (${how})`, suite);
  }
}
