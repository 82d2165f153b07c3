import assert from "node:assert/strict";
import { bestName, matchingPorts, portOf, usersOf } from "../../../nodes/p1-in/dialog/port-users";

const usb = {
  path: "/dev/ttyUSB0",
  byId: "/dev/serial/by-id/usb-FTDI_P1",
  manufacturer: "FTDI",
  serialNumber: "A50285BI",
  usedBy: [{ id: "linked", name: "by a link", path: "/dev/p1" }],
};
const acm = { path: "/dev/ttyACM0", usedBy: [] };
const ports = [usb, acm];

describe("the serial ports in the dialog", () => {
  const typed: [string, string[]][] = [
    ["", ["/dev/ttyUSB0", "/dev/ttyACM0"]],
    ["ftdi", ["/dev/ttyUSB0"]],
    ["a50", ["/dev/ttyUSB0"]],
    ["ttyA", ["/dev/ttyACM0"]],
    ["/dev/ttyACM0", ["/dev/ttyUSB0", "/dev/ttyACM0"]],
    [usb.byId, ["/dev/ttyUSB0", "/dev/ttyACM0"]],
    ["COM3", []],
  ];
  for (const [text, found] of typed) {
    it(`are ${found.length} for "${text}"`, () => {
      const matching = matchingPorts(text, ports).map(({ path }) => path);
      assert.deepEqual(matching, found);
    });
  }

  it("are put in by the name that stays the same", () => {
    assert.deepEqual(ports.map(bestName), [usb.byId, acm.path]);
    assert.equal(portOf(usb.byId, ports), usb);
    assert.equal(portOf("/dev/else", ports), undefined);
  });

  const node = (id: string, path: string, name = "", type = "p1-in") => ({ id, type, name, path });
  const users: [what: string, nodes: ReturnType<typeof node>[], names: string[]][] = [
    ["a node by the path", [node("a", "/dev/ttyUSB0", "house")], ["house"]],
    ["a node by id", [node("a", usb.byId, "house")], ["house"]],
    ["a node without a name", [node("a", usb.byId)], ["a"]],
    ["a serial node of another package", [node("s", "/dev/ttyUSB0", "serial", "serial-port")], ["serial"]],
    ["a deployed node by another link", [node("linked", "/dev/p1", "by a link")], ["by a link"]],
    ["none where that node has another path by now", [node("linked", "/dev/ttyS0", "by a link")], []],
    ["none where that node is gone", [], []],
    ["none of another port", [node("a", "/dev/ttyS0", "other")], []],
    ["not the node itself", [node("own", "/dev/ttyUSB0", "own")], []],
  ];
  for (const [what, nodes, names] of users) {
    it(`name who uses them: ${what}`, () => assert.deepEqual(usersOf(usb, nodes, "own"), names));
  }
});
