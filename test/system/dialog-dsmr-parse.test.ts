import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkConsole, editorLoaded, openEditor } from "./support/browser";
import {
  cancel,
  deploy,
  done,
  dragFromPalette,
  form,
  input,
  nodeInFlow,
  openConfigOf,
  openDialog,
} from "./support/editor";
import { eventually } from "./support/eventually";
import { feed, type FlowNode, NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";

const flow: FlowNode = { id: "flow", type: "tab", label: "dialogs" };
const meter: FlowNode = { id: "meter", type: "p1-in", name: "house", connection: "simulator", period: "1" };

/** A dsmr-parse with an input of its own, `feed-<id>`. */
function parser(id: string, y: number, properties: Record<string, unknown> = {}): FlowNode[] {
  const node = { id, type: "dsmr-parse", z: flow.id, x: 300, y, name: id, source: "", ...properties, wires: [[], []] };
  return [node, { ...feed(id, flow.id, [id]), y }];
}

const flows: FlowNode[] = [
  flow,
  meter,
  ...parser("odd", 60, { crc: "flag" }),
  ...parser("idle", 120),
  ...parser("settings", 180),
  ...parser("wrong", 240),
  ...parser("variables", 300, { crc: "${P1_CRC}", zone: "${P1_ZONE}", summary: "${P1_SUMMARY}" }),
  ...parser("metered", 360, { source: "meter" }),
];

/** 200 lines that no catalogue knows, some of them markup, some of them long. */
const odd = [
  "/ABC5odd <i>header</i>",
  "",
  "1-0:1.7.0(01.234*kW)",
  "1-0:2.7.0(zz*kW)",
  ...Array.from(
    { length: 200 },
    (_, i) => `0-0:${100 + (i % 100)}.${Math.floor(i / 100)}.0(<img src=x>${"x".repeat(i % 50)})`,
  ),
  `0-0:210.0.0(${"long ".repeat(200)})`,
  "!",
  "",
].join("\r\n");

describeWith(["chromium"], "the dialog of dsmr-parse", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let nodeRed: NodeRed;
  let page: Page;

  before("starts Node-RED and opens its editor", async () => {
    const env = { P1_CRC: "flag", P1_ZONE: "Europe/Brussels", P1_SUMMARY: "5" };
    nodeRed = await NodeRed.start(owner, { env });
    await nodeRed.deploy(flows);
    page = await openEditor(owner, nodeRed.url, { timezoneId: "Europe/Lisbon" });
  });

  afterEach("finds no error in the page's console", async function () {
    // A dialog that a failed test left open would fail the next ones too.
    if (this.currentTest?.state === "failed") {
      await page.reload();
      await editorLoaded(page);
    }
    checkConsole(page);
  });

  const live = () => page.locator("#dsmr-parse-live > summary");
  const rows = () => page.locator("#dsmr-parse-live-rows tr");
  const note = () => page.locator("#dsmr-parse-live-note");
  const cells = async (code: string): Promise<string[]> =>
    rows()
      .filter({ has: page.getByRole("cell", { name: code, exact: true }) })
      .first()
      .locator("td")
      .allInnerTexts();

  it("sets a node up by hand, and shows what its meter sends once it is deployed", async () => {
    const id = await dragFromPalette(page, "dsmr-parse", 500, 60);
    await openDialog(page, id);
    await live().click();
    await note().getByText("Press Deploy").waitFor();
    await page.getByText("press + and add it").waitFor();
    await openConfigOf(page, "source");
    await input(page, "name").fill("second house");
    await input(page, "connection").selectOption("simulator");
    await input(page, "period").fill("1");
    await done(page);
    await page.getByText("Telegrams come from this meter.").waitFor();
    assert.doesNotMatch(await form(page).innerText(), /dsmr-parse\.\w/, "a text that has none in the catalogue");
    await done(page);
    await deploy(page);

    await openDialog(page, id);
    await live().click();
    await rows().first().waitFor();
    await eventually(async () => {
      const [name, code, value, unit, about] = await cells("1-0:1.7.0");
      assert.deepEqual([name, code, unit], ["power_delivered", "1-0:1.7.0", "kW"]);
      assert.match(value ?? "", /^\d+(\.\d+)?$/);
      assert.match(about ?? "", /power/i);
    });
    const summary = await page.locator("#dsmr-parse-live-summary").innerText();
    for (const expected of [/Received/, /CRC\s+right/, /channel 1 · gas · \S+ · [\d.]+ m3 · \S+ · live/]) {
      assert.match(summary, expected);
    }
    assert.doesNotMatch(await form(page).innerText(), /dsmr-parse\.\w/, "a text that has none in the catalogue");

    const time = async () => (await cells("0-0:1.0.0"))[2];
    const first = await time();
    await eventually(async () => assert.notEqual(await time(), first, "the view is refreshed"));
    await cancel(page);
  });

  it("asks for telegrams only while the view is open", async () => {
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/last/dsmr-parse/")) asked.push(request.url());
    });
    await openDialog(page, "metered");
    assert.deepEqual(asked, []);
    await live().click();
    await rows().first().waitFor();
    assert.ok(asked.length > 0);
    await cancel(page);
    const before = asked.length;
    // Longer than the pause between two looks: what is not to come gives no event to await.
    await page.waitForTimeout(3000);
    assert.equal(asked.length, before);
  });

  it("says what to do where no telegram came", async () => {
    await openDialog(page, "idle");
    await live().click();
    await note().getByText("Send one to the input").waitFor();
    await cancel(page);
  });

  it("shows a telegram with 200 odd lines, and what it says as text", async () => {
    nodeRed.feed("odd", { payload: odd });
    await openDialog(page, "odd");
    await live().click();
    await rows().first().waitFor();
    assert.equal(await rows().count(), 203);
    assert.deepEqual(await cells("0-0:149.0.0"), ["", "0-0:149.0.0", `<img src=x>${"x".repeat(49)}`, "", ""]);
    assert.equal(await form(page).locator("img, i:not(.fa)").count(), 0, "nothing of it became markup");
    const long = await cells("0-0:210.0.0");
    assert.ok(long[2]!.length < 130 && long[2]!.endsWith("…"), "a long text is cut");
    const summary = await page.locator("#dsmr-parse-live-summary").innerText();
    assert.match(summary, /ABC5odd <i>header<\/i>/);
    assert.match(summary, /Problems\s+1-0:2\.7\.0/);
    const widths = await page.evaluate<[number, number]>(
      `[document.querySelector("#dsmr-parse-live-table").scrollWidth, document.querySelector("#dialog-form").clientWidth]`,
    );
    assert.ok(widths[0] <= widths[1], `a table of ${widths[0]} px in a dialog of ${widths[1]} px`);
    await cancel(page);
  });

  it("finds a zone by what is typed, takes it with the keyboard, and shows all as it was left", async () => {
    await openDialog(page, "settings");
    const zone = input(page, "zone");
    await zone.focus();
    await zone.press("Control+A");
    await zone.pressSequentially("lord how");
    await page.getByRole("link", { name: "Australia/Lord_Howe" }).waitFor();
    await zone.press("Enter");
    assert.equal(await zone.inputValue(), "Australia/Lord_Howe");
    await page.locator("#node-input-zone:not(.input-error)").waitFor();
    await zone.press("Control+A");
    await zone.pressSequentially("/b");
    await page.getByRole("link", { name: "Asia/Baghdad" }).waitFor();
    await zone.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const chosen = await page.locator(".red-ui-autoComplete-container a:focus").innerText();
    assert.match(chosen, /\/B/);
    await page.keyboard.press("Enter");
    assert.equal(await zone.inputValue(), chosen);

    await page.locator("#dsmr-parse-crc-require").focus();
    await page.keyboard.press("ArrowDown");
    await input(page, "framing").selectOption("stream");
    await page.locator("#dsmr-parse-advanced > summary").focus();
    await page.keyboard.press("Enter");
    await input(page, "clock").selectOption("receipt");
    await input(page, "topic").fill("mine");
    await page.getByText("the telegram's text in payload.raw").click();
    await input(page, "summary").fill("15");
    await done(page);
    await deploy(page);

    await page.reload();
    await editorLoaded(page);
    await nodeInFlow(page, "settings").waitFor();
    await openDialog(page, "settings");
    assert.equal(await zone.inputValue(), chosen);
    assert.equal(await page.locator("#dsmr-parse-crc-flag").isChecked(), true);
    assert.equal(await input(page, "framing").inputValue(), "stream");
    assert.equal(await input(page, "clock").inputValue(), "receipt");
    assert.equal(await input(page, "topic").isVisible(), true, "the fold is open where something was set");
    assert.equal(await input(page, "topic").inputValue(), "mine");
    assert.equal(await input(page, "raw").isChecked(), true);
    assert.equal(await input(page, "objects").isChecked(), true);
    assert.equal(await input(page, "summary").inputValue(), "15");
    await cancel(page);
  });

  it("keeps what is typed in full, by Tab as well, and takes the browser's zone by its button", async () => {
    await openDialog(page, "settings");
    const zone = input(page, "zone");
    for (const typed of ["UTC+1", "+05:30", "Europe/Berlin", "${MY_ZONE}"]) {
      await zone.focus();
      await zone.press("Control+A");
      await zone.pressSequentially(typed);
      await zone.press("Tab");
      assert.equal(await zone.inputValue(), typed);
      await page.locator("#node-input-zone:not(.input-error)").waitFor();
    }
    await page.getByRole("button", { name: "As in this browser: Europe/Lisbon" }).click();
    assert.equal(await zone.inputValue(), "Europe/Lisbon");
    await cancel(page);
  });

  it("marks a node with a wrong zone, and says why", async () => {
    await openDialog(page, "wrong");
    await input(page, "zone").focus();
    await input(page, "zone").press("Control+A");
    await input(page, "zone").pressSequentially("Middle/Earth");
    await page.locator("#node-input-zone.input-error").waitFor();
    await done(page);
    await nodeInFlow(page, "wrong").locator(".red-ui-flow-node-error:not(.hide)").waitFor();
    const reasons = await page.evaluate<string>(`RED.nodes.node("wrong").validationErrors.join("; ")`);
    assert.match(reasons, /Time zone is "Middle\/Earth": it must be a time zone such as Europe\/Amsterdam/);
  });

  it("takes environment variables, and keeps them", async () => {
    await openDialog(page, "variables");
    assert.equal(await page.getByRole("radio", { name: "${P1_CRC}" }).isChecked(), true);
    await input(page, "name").fill("renamed");
    await done(page);
    const kept = await page.evaluate<unknown[]>(
      `["crc", "zone", "summary", "valid"].map((name) => RED.nodes.node("variables")[name])`,
    );
    assert.deepEqual(kept, ["${P1_CRC}", "${P1_ZONE}", "${P1_SUMMARY}", true]);
  });

  it("marks a node whose meter is gone, and keeps it until another is chosen", async () => {
    await page.evaluate(`RED.nodes.node("metered").source = "nowhere"`);
    await openDialog(page, "metered");
    assert.equal(await input(page, "source").inputValue(), "nowhere");
    await done(page);
    assert.equal(await page.evaluate(`RED.nodes.node("metered").source`), "nowhere");
    await openDialog(page, "metered");
    await input(page, "source").selectOption({ label: "No meter: the input alone" });
    await done(page);
    assert.equal(await page.evaluate(`RED.nodes.node("metered").source`), "");
  });

  it("has help with its table of fields", async () => {
    await page.evaluate("RED.sidebar.help.show('dsmr-parse')");
    const help = page.locator("div.red-ui-help", { hasText: "Reads telegrams of" }).last();
    const row = help.locator("tr", { hasText: "gas_delivered" });
    assert.match(await row.first().innerText(), /m3\s+\S+/);
    assert.doesNotMatch(await help.innerText(), /<!--|field\.\w/);
  });
});
