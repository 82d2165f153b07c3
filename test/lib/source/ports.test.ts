import assert from "node:assert/strict";
import type { SerialPort } from "serialport";
import { listSerialPorts } from "../../../lib/source/ports";

/** A `serialport` whose list is what the test says. */
function listing(list: () => Promise<unknown[]>) {
  return () => Promise.resolve({ SerialPort: { list } as unknown as typeof SerialPort });
}

describe("listSerialPorts", () => {
  it("gives path, manufacturer and serial number where they are known", async () => {
    const list = () =>
      Promise.resolve([
        { path: "/dev/ttyUSB0", manufacturer: "FTDI", serialNumber: "A1", pnpId: "usb-none-such", vendorId: "0403" },
        { path: "/dev/ttyAMA0", manufacturer: undefined },
      ]);
    assert.deepEqual(await listSerialPorts(listing(list)), {
      ports: [{ path: "/dev/ttyUSB0", manufacturer: "FTDI", serialNumber: "A1" }, { path: "/dev/ttyAMA0" }],
    });
  });

  const failures = [
    {
      name: "udevadm is missing",
      error: new Error("spawn udevadm ENOENT"),
      reason: /udevadm is missing: type the path/,
    },
    { name: "something else fails", error: new Error("no luck"), reason: /\(no luck\): type the path/ },
  ];
  for (const { name, error, reason } of failures) {
    it(`gives no ports and the reason when ${name}`, async () => {
      const answer = await listSerialPorts(listing(() => Promise.reject(error)));
      assert.deepEqual(answer.ports, []);
      assert.match(answer.reason!.text, reason);
    });
  }

  it("gives no ports and the reason when the native module does not load", async () => {
    const answer = await listSerialPorts(() => Promise.reject(new Error("no native build")));
    assert.match(answer.reason!.text, /native module does not load \(no native build\)/);
  });

  it("answers on this computer, whatever it has", async () => {
    const { ports, reason } = await listSerialPorts();
    assert.ok(Array.isArray(ports));
    if (reason) assert.deepEqual(ports, []);
  });
});
