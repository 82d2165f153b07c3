import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { LastPayloadAnswer } from "../../nodes/shared/last-payload";
import { checkConsole, openEditor } from "./support/browser";
import {
  boxOf,
  cancel,
  deploy,
  done,
  drag,
  dragFromPalette,
  form,
  input,
  middle,
  openConfigOf,
  openDialog,
  wire,
} from "./support/editor";
import { eventually } from "./support/eventually";
import { type FlowNode, type Message, NodeRed, tap } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";

const z = "filter-dialog";

describeWith(["chromium"], "the dialog of dsmr-filter", function () {
  this.timeout(120_000);
  const owner = ownerOfSuite();
  let nodeRed: NodeRed;
  let page: Page;
  let filter: string;

  const offers = () => page.locator("#dsmr-filter-offers");
  const offer = (field: string) =>
    offers()
      .getByRole("option")
      .filter({ has: page.locator(".dsmr-filter-offer-field").getByText(field, { exact: true }) });
  const rows = () => page.locator("#node-input-fields-list > li");
  const row = (field: string) => rows().filter({ has: page.getByText(field, { exact: true }) });
  const chosen = () => rows().locator(".dsmr-filter-field").allInnerTexts();
  const search = () => page.getByRole("textbox", { name: "Search by name, OBIS code or description" });
  const said = () => page.locator("#dsmr-filter-said");
  const preview = () => page.locator("#dsmr-filter-message");

  /** Waits until the dialog has the values of a telegram. */
  const seesTelegram = () => offers().getByText("Sent by this meter").waitFor();

  before("makes a flow by hand: a simulated meter, dsmr-parse, dsmr-filter", async function () {
    this.timeout(180_000);
    nodeRed = await NodeRed.start(owner);
    const flow: FlowNode = { id: z, type: "tab", label: z };
    await nodeRed.deploy([flow, { ...tap("fields", z), x: 700, y: 100 }]);
    page = await openEditor(owner, nodeRed.url, { viewport: { width: 1500, height: 900 } });
    const parse = await dragFromPalette(page, "dsmr-parse", 200, 100);
    filter = await dragFromPalette(page, "dsmr-filter", 450, 100);
    await openDialog(page, parse);
    await openConfigOf(page, "source");
    await input(page, "connection").selectOption("simulator");
    await done(page);
    await done(page);
    await wire(page, parse, filter);
    await wire(page, filter, "tap-fields");
  });

  afterEach("closes the dialog, and finds no error in the page's console", async () => {
    if (await page.locator("#node-dialog-cancel").isVisible()) await cancel(page);
    checkConsole(page);
  });

  it("shows the catalogue and a sample before anything is deployed", async () => {
    await openDialog(page, filter);
    await page.getByText("from a sample: no telegram has come yet").waitFor();
    assert.equal(await offers().getByText("Sent by this meter").count(), 0);
    await page.getByText("Every field is sent. Add fields to send only those.").waitFor();
    await eventually(async () => assert.match(await preview().innerText(), /"power_net": 1\.193/));
    assert.equal(await preview().evaluate((box) => getComputedStyle(box).userSelect), "text");
  });

  it("shows after a deploy what the meter sends first, with values and units", async () => {
    await deploy(page);
    await nodeRed.next("fields");
    await openDialog(page, filter);
    await seesTelegram();
    await page.getByText(/^from the last telegram, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/).waitFor();
    const first = offers().getByRole("option").first();
    assert.match(await first.innerText(), /^power_net\s+-?[\d.]+ kW\s/);
    assert.match(await offer("gas_delivered").innerText(), /^gas_delivered\s+[\d.]+ m3\s+0-1:24\.2\.1 · Gas/m);
    const sections = await offers().locator(".dsmr-filter-section").allInnerTexts();
    assert.deepEqual(sections, ["Sent by this meter", "Several fields at once", "Other fields"]);
  });

  it("takes fields by the plus, a double click and a drag, in the places they are dropped", async () => {
    await openDialog(page, filter);
    await seesTelegram();
    await plus(offer("power_net"));
    assert.equal(await said().innerText(), "power_net added, place 1 of 1");
    await offer("power_delivered").dblclick();
    await find("gas_delivered");
    const top = await boxOf(row("power_net"));
    await drag(page, middle(await boxOf(offer("gas_delivered"))), { x: middle(top).x, y: top.y + 3 });
    await eventually(async () => assert.deepEqual(await chosen(), ["gas_delivered", "power_net", "power_delivered"]));
    assert.equal(await offer("gas_delivered").getByText("chosen").isVisible(), true);
    await eventually(async () => {
      const { payload } = JSON.parse(await preview().innerText()) as { payload: object };
      assert.deepEqual(Object.keys(payload), ["gas_delivered", "power_net", "power_delivered"]);
    });
  });

  it("reorders rows by drag, and removes them by their button", async () => {
    await openDialog(page, filter);
    for (const field of ["power_net", "power_delivered", "power_returned"]) await addByKeyboard(field);
    const target = await boxOf(row("power_returned"));
    const handle = row("power_net").locator(".red-ui-editableList-item-handle");
    await drag(page, middle(await boxOf(handle)), { x: middle(target).x, y: target.y + target.height - 2 });
    await eventually(async () => assert.deepEqual(await chosen(), ["power_delivered", "power_returned", "power_net"]));
    assert.equal(await said().innerText(), "power_net moved to place 3 of 3");
    await row("power_returned").getByRole("link", { name: "Remove power_returned" }).click();
    await eventually(async () => assert.deepEqual(await chosen(), ["power_delivered", "power_net"]));
    assert.equal(await said().innerText(), "power_returned removed, 2 left");
  });

  it("goes on with the preview while a row is being dragged", async () => {
    await openDialog(page, filter);
    await addByKeyboard("power_net");
    await addByKeyboard("power_delivered");
    const { x, y } = middle(await boxOf(row("power_net").locator(".red-ui-editableList-item-handle")));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 30, { steps: 3 });
    // Not by the keyboard, whose focus the drag would follow.
    await page.evaluate("void $('#node-input-topic').val('home').trigger('input')");
    await eventually(async () => assert.match(await preview().innerText(), /"topic": "home"/));
    await page.mouse.up();
    assert.equal((await chosen()).length, 2);
  });

  it("is used with the keyboard alone: search, choose, order, remove", async () => {
    await openDialog(page, filter);
    await seesTelegram();
    await search().focus();
    await page.keyboard.type("voltage");
    await eventually(async () => assert.match(await said().innerText(), /^Found: \d+$/));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await addByKeyboard("1-0:*.7.0");
    assert.deepEqual(await chosen(), ["voltage_l2", "voltage_l1", "1-0:*.7.0"]);

    await row("voltage_l2").focus();
    await page.keyboard.press("Alt+ArrowDown");
    assert.deepEqual(await chosen(), ["voltage_l1", "voltage_l2", "1-0:*.7.0"]);
    assert.equal(await said().innerText(), "voltage_l2 moved to place 2 of 3");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Delete");
    assert.deepEqual(await chosen(), ["voltage_l1", "voltage_l2"]);
    const focused = await page.evaluate<string>("document.activeElement.getAttribute('aria-label')");
    assert.equal(focused, "voltage_l2, 2 of 2");
    assert.equal(await search().inputValue(), "1-0:*.7.0", "what was searched for is still there");
  });

  it("marks a row that cannot be used, says why, and turns the node red until it is put right", async () => {
    await openDialog(page, filter);
    await addByKeyboard("power_net");
    const unit = page.getByRole("combobox", { name: "Unit of power_net" });
    await unit.fill("V");
    await row("power_net").getByText("power_net is in kW, which cannot be told in V. Choose another unit").waitFor();
    assert.equal(await unit.getAttribute("aria-invalid"), "true");
    await preview().waitFor({ state: "hidden" });
    await done(page);
    const valid = () => page.evaluate<boolean>(`RED.nodes.node(${JSON.stringify(filter)}).valid`);
    await eventually(async () => assert.equal(await valid(), false));
    await openDialog(page, filter);
    await unit.fill("W");
    await eventually(async () => assert.match(await preview().innerText(), /"power_net": -?\d+\b/));
    await done(page);
    await eventually(async () => assert.equal(await valid(), true));
  });

  for (const shape of ["object", "messages", "influx", "telegram"]) {
    it(`previews what the node then sends, and is found as it was left: ${shape}`, async () => {
      await openDialog(page, filter);
      await emptied();
      for (const field of ["power_net", "gas_delivered", "voltage_*"]) await addByKeyboard(field);
      await row("power_net").getByRole("combobox", { name: "Unit of power_net" }).fill("W");
      await row("gas_delivered").getByRole("textbox", { name: "Name of gas_delivered in the message" }).fill("gas");
      await input(page, "shape").selectOption(shape);
      await input(page, "topic").fill("home/");
      await done(page);
      await deploy(page);
      await eventually(async () => assert.ok((await lastPayload()).payload, "a telegram came to the new filter"));

      await openDialog(page, filter);
      await seesTelegram();
      assert.deepEqual(await chosen(), ["power_net", "gas_delivered", "voltage_*"]);
      const shown = await eventually(async () => {
        const messages = readPreview(await preview().innerText());
        assert.ok(messages.length > 0);
        return messages;
      });
      await eventually(() => {
        const sent = nodeRed.taken("fields").filter(({ timestamp }) => timestamp === shown[0]!.timestamp);
        assert.deepEqual(shown, sent.slice(0, 3).map(asShown));
      });
      assert.equal(await input(page, "shape").inputValue(), shape);
      assert.equal(await page.getByRole("combobox", { name: "Unit of power_net" }).inputValue(), "W");
      assert.equal(await page.getByRole("textbox", { name: "Name of gas_delivered" }).inputValue(), "gas");
      if (shape === "messages") await page.getByText("Messages: 5.").waitFor();
    });
  }

  it("says when a message is sent, and has the cells of a row that the pace uses", async () => {
    await openDialog(page, filter);
    const when = page.locator("#dsmr-filter-when");
    const aggregate = page.getByRole("combobox", { name: "Value of power_net in an interval" });
    const deadband = page.getByRole("textbox", { name: "Dead band of power_net" });
    const paces: [pace: string, says: RegExp, cells: [aggregate: boolean, deadband: boolean]][] = [
      ["interval", /^Sent by the first telegram from \d{4}-\d\d-\d\d \d\d:\d\d:00 on/, [true, false]],
      ["change", /^Sent at first with every field, then with those that changed\./, [false, true]],
      ["reading", /^Sent when the meter has a new reading\./, [false, false]],
      ["all", /^Sent at once, for each telegram\./, [false, false]],
    ];
    for (const [pace, says, cells] of paces) {
      await input(page, "pace").selectOption(pace);
      await eventually(async () => assert.match(await when.innerText(), says));
      assert.deepEqual([await aggregate.isVisible(), await deadband.isVisible()], cells, pace);
    }
    await input(page, "pace").selectOption("interval");
    await input(page, "every").fill("${EVERY}");
    await eventually(async () =>
      assert.match(await when.innerText(), /^No preview: the value of \$\{EVERY\} is known/),
    );
  });

  it("leaves the node as it was when nothing was changed", async () => {
    const before = await exported();
    await openDialog(page, filter);
    await done(page);
    assert.deepEqual(await exported(), before);
    await page.locator("#red-ui-header-button-deploy.disabled").waitFor();
  });

  it("keeps fields from an environment variable, unless some are added", async () => {
    await page.evaluate(`void (RED.nodes.node(${JSON.stringify(filter)}).fields = "\${FIELDS}")`);
    await openDialog(page, filter);
    await page.getByText("The fields come from ${FIELDS}. They stay unless some are added here.").waitFor();
    await page.getByText("No preview: the value of ${FIELDS} is known only when the flow runs.").waitFor();
    await done(page);
    assert.equal((await exported()).fields, "${FIELDS}");
    await openDialog(page, filter);
    await addByKeyboard("power_net");
    await done(page);
    assert.deepEqual((await exported()).fields, [
      { field: "power_net", rename: "", unit: "", aggregate: "", deadband: "" },
    ]);
  });

  it("stands side by side in a wide tray, and one above the other in one of 500 px", async () => {
    await openDialog(page, filter);
    const lists = form(page).locator(".dsmr-filter-list");
    const places = async () => [await boxOf(lists.nth(0)), await boxOf(lists.nth(1))] as const;
    const { width } = await boxOf(page.locator(".red-ui-tray"));
    assert.ok(width < 510, `the tray is ${width} px wide`);
    const [above, below] = await places();
    assert.ok(below.y >= above.y + above.height && below.x === above.x);
    assert.equal(await form(page).evaluate((element) => element.scrollWidth > element.clientWidth), false);

    const handle = await boxOf(page.locator(".red-ui-tray-resize-handle"));
    await drag(page, { x: handle.x + 2, y: handle.y + 60 }, { x: handle.x - 400, y: handle.y + 60 });
    await eventually(async () => {
      const [left, right] = await places();
      assert.ok(right.x >= left.x + left.width && right.y === left.y && right.height === left.height);
    });
  });

  async function plus(of: Locator): Promise<void> {
    await of.locator(".dsmr-filter-offer-add").click();
  }

  async function find(text: string): Promise<void> {
    await search().fill("");
    await search().pressSequentially(text);
    await offer(text).first().waitFor();
    // The list follows a moment later; then all that is left has the text in it.
    await eventually(async () => assert.equal(await offers().locator("#dsmr-filter-section-several").count(), 0));
  }

  /** Adds a field as it is typed, by Enter. */
  async function addByKeyboard(field: string): Promise<void> {
    await search().fill("");
    await search().pressSequentially(field);
    await page.keyboard.press("Enter");
    await row(field).first().waitFor();
  }

  async function emptied(): Promise<void> {
    for (let left = await rows().count(); left > 0; left--) {
      await rows().first().focus();
      await page.keyboard.press("Delete");
    }
    assert.deepEqual(await chosen(), []);
  }

  async function lastPayload(): Promise<LastPayloadAnswer> {
    return (await nodeRed.json(`/node-red-p1-dsmr/last/dsmr-filter/${filter}`)) as LastPayloadAnswer;
  }

  function exported(): Promise<Record<string, unknown>> {
    return page.evaluate<Record<string, unknown>>(`RED.nodes.convertNode(RED.nodes.node(${JSON.stringify(filter)}))`);
  }
});

/** The messages in the text of a preview, which is JSON but for the date of a point and the line that counts the rest. */
function readPreview(text: string): Message[] {
  const json = text
    .replace(/new Date\((".*?")\)/g, "$1")
    .replace(/^\.\.\. and \d+ more$/m, "")
    .replace(/^\}\n(?=\{)/gm, "},\n");
  return JSON.parse(`[${json}]`) as Message[];
}

/** What the preview has of a message. */
function asShown({ topic, payload, timestamp }: Message): Message {
  return JSON.parse(JSON.stringify({ topic, payload, timestamp })) as Message;
}
