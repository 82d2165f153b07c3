import assert from "node:assert/strict";
import { serialError, unpluggedError } from "../../../lib/source/serial-errors";

/** What systems and bindings write, and what it means. */
const cases: { message: string; platform?: NodeJS.Platform; code: string; says: RegExp }[] = [
  {
    message: "Error: No such file or directory, cannot open /dev/ttyUSB0",
    code: "ENOENT-tty",
    says: /plugged in.*by-id/,
  },
  { message: "Error: No such device or address, cannot open /dev/ttyUSB0", code: "ENOENT-tty", says: /plugged in/ },
  { message: "Opening COM9: File not found", platform: "win32", code: "ENOENT-tty", says: /there is no/ },
  { message: "Error: Permission denied, cannot open /dev/ttyUSB0", code: "rights", says: /group dialout/ },
  { message: "Error: Operation not permitted, cannot open /dev/ttyUSB0", code: "rights", says: /group dialout/ },
  { message: "Opening COM3: Access denied", platform: "win32", code: "busy", says: /in use by another program/ },
  { message: "Error Resource temporarily unavailable Cannot lock port", code: "busy", says: /in use by another/ },
  { message: "Error: Device or resource busy, cannot open /dev/ttyUSB0", code: "busy", says: /in use by another/ },
  { message: "Error: Resource busy, cannot open /dev/ttyUSB0", code: "busy", says: /in use by another/ },
  { message: "Error: Inappropriate ioctl for device, cannot open", code: "not-a-port", says: /not a serial port/ },
  { message: "Error: Is a directory, cannot open /dev", code: "not-a-port", says: /not a serial port/ },
  { message: "Error baud rate of 123 is not supported on your platform", code: "line", says: /line settings/ },
  { message: "EIO: i/o error, read", code: "gone-tty", says: /the adapter is gone or broken/ },
  { message: "Reading from COM port (ReadIOCompletion): Operation aborted", code: "gone-tty", says: /gone or broken/ },
  { message: "something new\nand its stack", code: "serial", says: /cannot be used: something new$/ },
];

describe("serialError", () => {
  for (const { message, platform = "linux", code, says } of cases) {
    it(`takes "${message.split("\n")[0]!}" for ${code}`, () => {
      const error = serialError("/dev/ttyUSB0", new Error(message), platform);
      assert.equal(error.code, code);
      assert.match(error.text, says);
      assert.match(error.text, /\/dev\/ttyUSB0/);
    });
  }

  it("advises a path by id only where one may be had", () => {
    for (const path of ["/dev/serial/by-id/usb-FTDI", "COM3", "/tmp/pty"]) {
      assert.doesNotMatch(unpluggedError(path).text, /by-id stays/);
    }
    assert.match(unpluggedError("/dev/ttyACM0").text, /by-id stays/);
  });

  it("quotes no more than a line of what it does not know", () => {
    assert.ok(serialError("COM1", "x".repeat(5000)).text.length < 250);
  });
});
