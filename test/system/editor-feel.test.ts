import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkConsole, openEditor } from "./support/browser";
import { dialogFlows, dialogTypes, open } from "./support/dialogs";
import { cancel, inForm, makeWide } from "./support/editor";
import { NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { describeWith } from "./support/services";

/** px; what a browser may round, and what a drag may miss. */
const ROUNDING = 2;
/** px; what there is room for, and Node-RED makes no dialog narrower than some 500. */
const [WIDEST, NARROWEST] = [900, 520];
const sides = ["x", "y", "width", "height"] as const;

interface Row {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

describeWith(["chromium"], "in each dialog", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let editor: Page;

  before("starts Node-RED with a meter, and opens its editor", async () => {
    const nodeRed = await NodeRed.start(owner);
    await nodeRed.deploy(dialogFlows);
    await nodeRed.next("fields");
    editor = await openEditor(owner, nodeRed.url);
  });

  afterEach("finds no error in the page's console", () => checkConsole(editor));

  for (const type of dialogTypes) {
    it(`${type}: Tab goes through everything that can be used, in its order, and out again, and Shift+Tab comes back`, async () => {
      await open(editor, type);
      const expected = await stops(editor);
      assert.ok(expected.length >= 5, `what can be used: ${expected.join()}`);

      await focusFirst(editor);
      const reached: string[] = [];
      for (let at = await focused(editor); at !== undefined; at = await focused(editor)) {
        assert.ok(reached.length <= expected.length, `Tab does not leave the form: ${reached.join()}`);
        reached.push(at);
        await editor.keyboard.press("Tab");
      }
      assert.deepEqual(reached, expected);

      await editor.keyboard.press("Shift+Tab");
      assert.equal(await focused(editor), expected.at(-1), "Shift+Tab comes back");
      await cancel(editor);
    });

    it(`${type}: rows stay in their places, and within the dialog, while it is made narrower and wide again`, async () => {
      await open(editor, type);
      await makeWide(editor, WIDEST);
      const before = await rows(editor);
      assert.ok(before.length >= 3);

      for (const width of [WIDEST - 40, 700, 600, NARROWEST]) {
        await makeWide(editor, width);
        const now = await rows(editor);
        assert.deepEqual(
          now.map(({ text }) => text),
          before.map(({ text }) => text),
          "rows, from the top",
        );
        assert.ok(Math.abs(now[0]!.y - before[0]!.y) <= ROUNDING, "the first row stays where it is");
        assert.deepEqual(overlaps(now), [], `rows over each other at ${width} px`);
        assert.ok((await overhang(editor)) <= ROUNDING, `it can be scrolled sideways at ${width} px`);
      }

      await makeWide(editor, WIDEST);
      const after = await rows(editor);
      const moved = after.filter((row, i) => sides.some((side) => Math.abs(row[side] - before[i]![side]) > ROUNDING));
      assert.deepEqual(moved, [], `rows that are not where they were: ${JSON.stringify(before)}`);
      await cancel(editor);
    });
  }
});

/** What Tab should reach in the open dialog: by id, else by what it is, in the order of the document. */
function stops(page: Page): Promise<string[]> {
  return inForm(page, `(${named}, [...form.querySelectorAll(${usable})].filter(${reachable}).map(named))`);
}

const usable = JSON.stringify(
  ["input", "select", "textarea", "button", "summary", "a[href]", "[tabindex]"]
    .map((tag) => `${tag}:not(:disabled)`)
    .join(),
);
const named = `named = (one) => one.id || one.className || one.tagName`;
// Of the buttons of a radio group Tab reaches the one that is chosen.
const reachable = `(one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })
  && !(one.type === "radio" && !one.checked && form.querySelector('input[name="' + one.name + '"]:checked'))`;

/** The focus is put on the first that can be used in the form. */
async function focusFirst(page: Page): Promise<void> {
  await inForm(page, `[...form.querySelectorAll(${usable})].find(${reachable}).focus()`);
}

/** What has the focus, where it is in the form. */
async function focused(page: Page): Promise<string | undefined> {
  const name = await inForm<string>(
    page,
    `(${named}, form.contains(document.activeElement) && document.activeElement !== form ? named(document.activeElement) : "")`,
  );
  return name === "" ? undefined : name;
}

/** The rows of the open dialog, from the top; rows within rows are left out. */
function rows(page: Page): Promise<Row[]> {
  return inForm<Row[]>(
    page,
    `[...form.querySelectorAll(".form-row")]
       .filter((row) => row.checkVisibility() && row.parentElement.closest(".form-row") === null)
       .map((row) => {
         const { x, y, width, height } = row.getBoundingClientRect();
         const label = row.querySelector("[id^=node-]") ?? row;
         return { text: label.id || row.innerText.slice(0, 20), x, y: y + form.parentElement.scrollTop, width, height };
       })`,
  );
}

function overlaps(rows: readonly Row[]): string[] {
  return rows.flatMap((upper, i) =>
    rows
      .slice(i + 1)
      .filter((lower) => upper.y + upper.height > lower.y + ROUNDING && lower.y + lower.height > upper.y + ROUNDING)
      .filter((lower) => upper.x + upper.width > lower.x + ROUNDING && lower.x + lower.width > upper.x + ROUNDING)
      .map((lower) => `${upper.text} and ${lower.text}`),
  );
}

/** By how much the form is wider than what shows it; px. */
function overhang(page: Page): Promise<number> {
  return inForm<number>(page, "form.scrollWidth - form.clientWidth");
}
