import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { SimulatedMeter } from "../../lib/source/simulator/simulated-meter";
import { checkConsole, openEditor } from "./support/browser";
import {
  cancel,
  deploy,
  done,
  dragFromPalette,
  form,
  input,
  openConfigDialog,
  openConfigOf,
  openDialog,
} from "./support/editor";
import { type FlowNode, NodeRed, tap } from "./support/node-red";
import { ownerOfEachTest, ownerOfSuite } from "./support/owner";
import { freePort } from "./support/ports";
import { describeWith } from "./support/services";
import { serialLine } from "./support/socat";
import { TcpLine } from "./support/tcp-line";
import { telegram } from "./support/telegram";

const z = "dialogs";
const key = "0123456789ABCDEF0123456789ABCDEF";
const otherKey = "ABCDEF0123456789ABCDEF0123456789";

describeWith(["chromium", "socat"], "the dialog of p1-in", function () {
  this.timeout(120_000);
  const owner = ownerOfSuite();
  const ofTest = ownerOfEachTest();
  let nodeRed: NodeRed;
  let editor: Page;

  before("starts Node-RED and opens its editor", async function () {
    this.timeout(300_000);
    nodeRed = await NodeRed.start(owner, { env: { P1_TEST_HOST: "127.0.0.1" } });
    const flows: FlowNode[] = [
      { id: z, type: "tab", label: "dialogs" },
      { ...tap("telegram", z), x: 600, y: 100 },
      { id: "house-meter", type: "p1-in", name: "house", connection: "serial", path: "/dev/serial/by-id/usb-FTDI_P1" },
    ];
    await nodeRed.deploy(flows);
    editor = await openEditor(owner, nodeRed.url);
  });

  afterEach("finds no error in the page's console", async () => {
    checkConsole(editor);
    // What a test that failed left open is not to fail those that follow.
    const open = editor.locator("#node-config-dialog-cancel, #node-dialog-cancel");
    while (await open.first().isVisible()) await cancel(editor);
  });

  /** A meter in the network that sends again and again until the test ends; gives its port. */
  async function meterSending(next: () => Uint8Array): Promise<TcpLine> {
    const line = await TcpLine.listen(ofTest);
    const timer = setInterval(() => void line.write(next()), 200);
    ofTest.owns(() => clearInterval(timer));
    return line;
  }

  /** Opens a new p1-in's dialog, set to a network meter. */
  async function newTcp(port: number, host = "127.0.0.1"): Promise<void> {
    await openConfigDialog(editor, "p1-in");
    await input(editor, "connection").selectOption("tcp");
    await input(editor, "host").fill(host);
    await input(editor, "port").fill(String(port));
  }

  const testButton = () => editor.locator("#p1-in-test-button");
  const verdict = () => editor.locator("#p1-in-test-result");
  const fact = (name: string) => editor.locator(`#p1-in-test-facts [data-fact="${name}"]`);

  /** Waits for the end of a test; gives what it came to. */
  async function testedTo(): Promise<string> {
    await editor.locator('#p1-in-test-box[data-state="ended"]').waitFor({ timeout: 40_000 });
    return verdict().innerText();
  }

  it("sets a network meter up from nothing: tested before it is deployed, then read, and all is found as left", async () => {
    const line = await meterSending(() => telegram({ delivered: 1.193 }));
    const parse = await dragFromPalette(editor, "dsmr-parse", 200, 100);
    await openDialog(editor, parse);
    await openConfigOf(editor, "source");
    await input(editor, "name").fill("my meter");
    await input(editor, "connection").selectOption("tcp");
    await input(editor, "host").fill("${P1_TEST_HOST}");
    await input(editor, "port").fill(String(line.port));
    await testButton().click();
    assert.match(await testedTo(), /^All is well/);
    assert.equal(await fact("telegrams").innerText(), "5 good, 0 bad");
    assert.match(await fact("received").innerText(), /^[1-9]\d* bytes, [1-9]\d* per second$/);
    assert.match(await fact("meter").innerText(), /^\/TST5\\SYSTEM-TEST · E0001234567890126$/);
    assert.equal(await fact("generation").innerText(), "5.0 (the meter sends 50)");
    await line.hasReaders(0);

    await done(editor);
    await done(editor);
    await editor.evaluate(`RED.nodes.node("${parse}").wires = [["tap-telegram"], []]`);
    await deploy(editor);
    await line.hasReaders(1);

    await openDialog(editor, parse);
    await openConfigOf(editor, "source", "edit");
    assert.deepEqual(
      await Promise.all(["name", "connection", "host", "port"].map((name) => input(editor, name).inputValue())),
      ["my meter", "tcp", "${P1_TEST_HOST}", String(line.port)],
    );
    await testButton().click();
    assert.match(await testedTo(), /^All is well/);
    assert.match(await editor.locator("#p1-in-test-holder").innerText(), /^The deployed node has this connection open/);
    assert.equal(line.readers, 1);
    await cancel(editor);
    await cancel(editor);
  });

  const meter = new SimulatedMeter({ profile: "lu-encrypted", decryptionKey: key });
  const damaged = (): Uint8Array =>
    Buffer.from(
      Buffer.from(telegram({ delivered: 1 }))
        .toString("latin1")
        .replace("231.4", "231.5"),
      "latin1",
    );
  const meters: [what: string, next: () => Uint8Array, verdict: RegExp, key?: string][] = [
    ["silent", () => Buffer.alloc(0), /^Nothing was received\./],
    ["garbled", () => Buffer.from("~~ no telegram ~~"), /^\d+ bytes arrived, but no telegram\./],
    ["damaged", damaged, /^All telegrams are damaged: no CRC fits\./],
    [
      "encrypted, and no key is set",
      () => meter.next(),
      /^The meter encrypts its telegrams\..*Enter the decryption key/s,
    ],
    ["encrypted, and the key is another meter's", () => meter.next(), /^The telegrams cannot be decrypted\./, otherKey],
    ["encrypted, and the key is right", () => meter.next(), /^All is well/, key],
  ];
  for (const [what, next, said, decryptionKey] of meters) {
    it(`says of a meter what to try next: ${what}`, async () => {
      const { port } = await meterSending(next);
      await newTcp(port);
      if (decryptionKey !== undefined) {
        await editor.locator("#p1-in-encryption summary").click();
        await input(editor, "decryptionKey").fill(decryptionKey);
      }
      await testButton().click();
      assert.match(await testedTo(), said);
      assert.equal(await input(editor, "decryptionKey").isVisible(), what.startsWith("encrypted"));
      await cancel(editor);
    });
  }

  it("says of a meter that is absent why it cannot be reached", async () => {
    await newTcp(await freePort());
    await testButton().click();
    assert.match(await testedTo(), /^The connection cannot be opened\.\s*127\.0\.0\.1:\d+ refuses the connection: /);
    await cancel(editor);
  });

  it("tries no settings that cannot be used, and says which", async () => {
    await newTcp(1234, "${P1_TEST_NOWHERE}");
    await testButton().click();
    assert.match(await testedTo(), /^Host: the environment variable \$\{P1_TEST_NOWHERE\} is not set/);
    assert.equal(await editor.evaluate("document.activeElement.id"), "node-config-input-host");
    await cancel(editor);
  });

  it("ends a test by its button, and when it is closed", async () => {
    const line = await TcpLine.listen(ofTest);
    await newTcp(line.port);
    await testButton().click();
    await line.hasReaders(1);
    await editor.getByRole("button", { name: "Stop the test" }).click();
    assert.match(await testedTo(), /^The test ended before anything arrived/);
    await line.hasReaders(0);
    await editor.getByRole("button", { name: "Test connection" }).click();
    await line.hasReaders(1);
    await cancel(editor);
    await line.hasReaders(0);
  });

  it("says under host and port what is wrong with each", async () => {
    await newTcp(70000, "10.0.0.5:1234");
    const said = (name: string) => editor.locator(`#p1-in-${name}-problem`).innerText();
    assert.match(await said("host"), /^Host is "10\.0\.0\.5:1234": it must be a host name or an address without port/);
    assert.match(await said("port"), /^Port is 70000: it must be 1 – 65535/);
    await input(editor, "host").fill("${P1_TEST_HOST}");
    await input(editor, "port").fill("");
    await input(editor, "host").focus();
    assert.deepEqual([await said("host"), await said("port")], ["", "Port is empty: fill it in"]);
    await cancel(editor);
  });

  it("checks keys for their length and digits, and marks a node whose key is wrong", async () => {
    await newTcp(1234);
    await editor.locator("#p1-in-encryption summary").click();
    const problem = editor.locator("#p1-in-decryptionKey-problem");
    for (const [typed, said] of [
      ["0123", "32 hexadecimal digits are needed. These are 4."],
      ["secret", "Only the digits 0 to 9 and the letters A to F can be in it."],
      ["${P1_TEST_KEY}", ""],
      [key.replaceAll(/(..)/g, "$1 "), ""],
      ["0123", "32 hexadecimal digits are needed. These are 4."],
    ]) {
      await input(editor, "decryptionKey").fill(typed!);
      assert.equal(await problem.innerText(), said);
    }
    await done(editor);
    const errors = await editor.evaluate<string[]>(
      `RED.nodes.filterNodes; (() => { let errors; RED.nodes.eachConfig((n) => { if (n.host === "127.0.0.1" && String(n.port) === "1234") errors = n.validationErrors; }); return errors; })()`,
    );
    assert.deepEqual(errors, ["Decryption key must be 32 hexadecimal digits"]);
  });

  it("shows the serial ports with who uses them, by mouse and by keyboard, and keeps what is typed", async () => {
    const line = await serialLine(ofTest);
    const ports = [
      { path: "/dev/ttyUSB0", byId: "/dev/serial/by-id/usb-FTDI_P1", manufacturer: "FTDI", usedBy: [] },
      { path: line.path, manufacturer: "Test", usedBy: [] },
    ];
    await editor.route("**/node-red-p1-dsmr/serial-ports", (route) => route.fulfill({ json: { ports } }));
    ofTest.owns(() => editor.unroute("**/node-red-p1-dsmr/serial-ports"));
    await openConfigDialog(editor, "p1-in");
    const list = editor.getByRole("listbox", { name: "Show the serial ports" });
    await editor.locator("#p1-in-ports-show").click();
    const first = list.getByRole("option").first();
    assert.match(
      await first.innerText(),
      /^\/dev\/ttyUSB0 · FTDI\s+\/dev\/serial\/by-id\/usb-FTDI_P1\s+used by node "house"$/,
    );
    await first.click();
    assert.equal(await input(editor, "path").inputValue(), "/dev/serial/by-id/usb-FTDI_P1");
    assert.match(await editor.locator("#p1-in-ports-users").innerText(), /^This port is also used by: house\./);

    await input(editor, "path").fill("");
    await input(editor, "path").pressSequentially("test");
    // Each letter narrows the list down.
    await list.getByRole("option", { name: "/dev/ttyUSB0" }).waitFor({ state: "hidden" });
    await list.getByRole("option", { name: line.path }).waitFor();
    await editor.keyboard.press("ArrowDown");
    await editor.keyboard.press("Enter");
    assert.equal(await input(editor, "path").inputValue(), line.path);
    assert.equal(await list.isVisible(), false);

    const timer = setInterval(() => void line.write(telegram({ delivered: 1 })), 200);
    ofTest.owns(() => clearInterval(timer));
    await testButton().click();
    assert.match(await testedTo(), /^All is well/);
    assert.equal(await fact("line").innerText(), "115200 8N1");

    await input(editor, "path").fill("${P1_TEST_PATH}");
    await editor.locator("#node-config-dialog-ok").click();
    await editor.locator("#node-config-dialog-ok").waitFor({ state: "detached" });
    const paths = await editor.evaluate<string[]>(
      "(() => { const paths = []; RED.nodes.eachConfig((n) => { if (n.type === 'p1-in') paths.push(n.path); }); return paths; })()",
    );
    assert.ok(paths.includes("${P1_TEST_PATH}"));
  });

  it("shows the rows of what was chosen alone, and opens the fold in which something is set", async () => {
    await openConfigDialog(editor, "p1-in");
    const seen = async (): Promise<string[]> => {
      const names = ["path", "line", "baudRate", "host", "port", "profile", "telegram", "timeout", "decryptionKey"];
      const visible = await Promise.all(names.map((name) => input(editor, name).isVisible()));
      return names.filter((_, index) => visible[index]);
    };
    assert.deepEqual(await seen(), ["path", "line"]);
    await input(editor, "line").selectOption("custom");
    assert.deepEqual(await seen(), ["path", "line", "baudRate"]);
    await input(editor, "connection").selectOption("tcp");
    assert.deepEqual(await seen(), ["host", "port"]);
    await input(editor, "connection").selectOption("simulator");
    assert.deepEqual(await seen(), ["profile"]);
    await input(editor, "profile").selectOption("replay");
    assert.deepEqual(await seen(), ["profile", "telegram"]);
    await cancel(editor);
  });

  it("is used by the keyboard alone: set up, tested, saved, and the folds open again where something is set", async () => {
    const { port } = await meterSending(() => telegram({ delivered: 2 }));
    await openConfigDialog(editor, "p1-in");
    await input(editor, "name").focus();
    const type = async (text: string): Promise<void> => editor.keyboard.type(text);
    const to = async (id: string): Promise<void> => {
      for (let presses = 0; presses < 30; presses++) {
        await editor.keyboard.press("Tab");
        if ((await editor.evaluate("document.activeElement.id")) === id) return;
      }
      assert.fail(`Tab never comes to ${id}`);
    };
    await type("by keys");
    await to("node-config-input-connection");
    await type("Net");
    await to("node-config-input-host");
    await type("127.0.0.1");
    await to("node-config-input-port");
    await type(String(port));
    await to("p1-in-test-button");
    await editor.keyboard.press("Enter");
    assert.match(await testedTo(), /^All is well/);
    await editor.keyboard.press("Tab");
    await editor.keyboard.press("Tab");
    await editor.keyboard.press("Tab");
    await editor.keyboard.press("Enter");
    await to("node-config-input-timeout");
    await type("45");
    await editor.keyboard.press("Control+Enter");
    await editor.locator("#node-config-dialog-ok").waitFor({ state: "detached" });

    const id = await editor.evaluate<string>(
      "(() => { let id; RED.nodes.eachConfig((n) => { if (n.name === 'by keys') id = n.id; }); return id; })()",
    );
    await openConfigDialog(editor, "p1-in", id);
    assert.equal(await input(editor, "connection").inputValue(), "tcp");
    assert.equal(await input(editor, "timeout").isVisible(), true);
    await cancel(editor);
  });

  it("copies a problem report, and shows it to be read first", async () => {
    await openConfigDialog(editor, "p1-in");
    await input(editor, "connection").selectOption("simulator");
    await editor.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await editor.getByRole("button", { name: "Copy problem report" }).click();
    await editor.locator("#p1-in-report-note", { hasText: "Copied." }).waitFor();
    const report = await editor.locator("#p1-in-report-text").inputValue();
    assert.match(report, /simulator/);
    assert.equal(await editor.evaluate("navigator.clipboard.readText()"), report);
    await cancel(editor);
  });

  it("shows the report to be copied by hand where a page has no clipboard", async () => {
    await editor.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })");
    ofTest.owns(() => editor.evaluate("delete navigator.clipboard"));
    await openConfigDialog(editor, "p1-in");
    await editor.getByRole("button", { name: "Copy problem report" }).click();
    await editor.locator("#p1-in-report-note", { hasText: "Press Ctrl+C" }).waitFor();
    const selected = await editor.evaluate<string>("String(window.getSelection())");
    assert.equal(selected.length > 100, true);
    await cancel(editor);
  });

  it("does not overflow a narrow dialog", async () => {
    await openConfigDialog(editor, "p1-in");
    await form(editor).evaluate((element) => element.setAttribute("style", "box-sizing: border-box; width: 420px"));
    await editor.locator("#p1-in-encryption summary").click();
    await editor.locator("#p1-in-advanced summary").click();
    const { clientWidth, scrollWidth } = await form(editor).evaluate(({ clientWidth, scrollWidth }) => ({
      clientWidth,
      scrollWidth,
    }));
    assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`);
    await cancel(editor);
  });
});
