import assert from "node:assert/strict";
import { Masker } from "../../../lib/report/masker";
import { Places } from "../../../lib/report/places";

const places = new Places(new Masker());

describe("a host in a report", () => {
  const cases: [host: string, shown: string][] = [
    ["", ""],
    ["localhost", "localhost"],
    ["127.0.0.1", "127.0.0.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["10.1.2.3", "10.1.2.3"],
    ["172.16.0.9", "172.16.0.9"],
    ["172.32.0.9", "<a public IPv4 address>"],
    ["192.168.1.20", "192.168.1.20"],
    ["169.254.7.7", "169.254.7.7"],
    ["100.64.0.1", "100.64.0.1"],
    ["203.0.113.7", "<a public IPv4 address>"],
    ["::1", "::1"],
    ["2001:db8::7", "<an IPv6 address>"],
    ["fe80::1234:56ff:fe78:9abc", "<an IPv6 address>"],
    ["p1-of-the-examples.local", "<a name>.local"],
    ["p1.EXAMPLE.lan", "<a name>.lan"],
    ["p1.example.org", "<a host name>"],
    ["p1", "<a host name>"],
  ];
  for (const [host, shown] of cases) {
    it(`is shown as ${shown || "nothing"} for ${host || "nothing"}`, () => {
      assert.equal(places.host(host), shown);
    });
  }
});

describe("a serial port's path in a report", () => {
  for (const path of [
    "",
    "/dev/ttyUSB0",
    "/dev/ttyACM1",
    "/dev/ttyAMA0",
    "COM12",
    "/dev/p1",
    "/dev/serial/by-path/pci-0",
  ]) {
    it(`stays for ${path || "nothing"}`, () => {
      assert.equal(places.path(path), path);
    });
  }

  const hidden: [path: string, shown: RegExp][] = [
    [
      "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_AB0JQLXY-if00-port0",
      /^\/dev\/serial\/by-id\/usb-FTDI_FT232R_USB_UART_(?!AB0JQLXY)[A-Z]{2}\d[A-Z]{5}-if00-port0$/,
    ],
    ["/dev/serial/by-id/usb-Prolific_Controller_12AB34-if00", /Controller_(?!12AB34)\d\d[A-F]{2}\d\d-if00$/],
    ["/dev/tty.usbserial-A9007UX1", /^\/dev\/tty\.usbserial-(?!A9007UX1)[A-F]\d{4}[A-Z]{2}\d$/],
    ["/dev/cu.usbmodem14201", /^\/dev\/cu\.usbmodem/],
    ["/dev/meter-AB123456", /^\/dev\/meter-(?!AB123456)[A-F]{2}\d{6}$/],
    ["/home/example/ttyP1", /^<a path outside of \/dev>$/],
  ];
  for (const [path, shown] of hidden) {
    it(`hides the serial number in ${path}`, () => {
      assert.match(places.path(path), shown);
    });
  }
});

describe("a sentence in a report", () => {
  const path = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_AB0JQLXY-if00-port0";
  const own = new Places(new Masker(), { hosts: ["p1.example.org", "p1", "2001:db8::7"], paths: [path, ""] });

  it("hides what the settings name, the longer name first", () => {
    assert.equal(own.sentence("p1.example.org:1234 refuses"), "<a host name>:1234 refuses");
    assert.equal(own.sentence("[2001:db8::7]:1234 is gone"), "[<an IPv6 address>]:1234 is gone");
  });

  it("hides a path as the settings show it, whether they name it or not", () => {
    assert.equal(own.sentence(`there is no ${path}: see`), `there is no ${own.path(path)}: see`);
    assert.ok(!places.sentence(`there is no ${path}: see`).includes("AB0JQLXY"));
  });

  it("hides public addresses and long numbers, and keeps speeds and ports", () => {
    const shown = own.sentence("203.0.113.7:1234 and 10.0.0.5:65535 at 115200 8N1, meter 12345678");
    assert.match(shown, /^<a public IPv4 address>:1234 and 10\.0\.0\.5:65535 at 115200 8N1, meter (?!12345678)\d{8}$/);
  });

  it("is one line of 500 characters at most", () => {
    assert.equal(own.sentence("a\nb\r\n c"), "a b c");
    assert.equal(own.sentence("x ".repeat(9999)).length, 500);
  });
});
