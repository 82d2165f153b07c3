import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { editorLoaded } from "./browser";
import { packageName } from "./package";

/** What a user does in the editor of a Node-RED 4.1 or 5. Node ids are as in a flow file. */

/**
 * Drags a node from the palette with the mouse and drops it in the open flow at x, y (pixels in the flow, top left of
 * what is in sight = 0, 0; kept clear of the palette, so that x >= 100). Gives the id of the new node.
 */
export async function dragFromPalette(page: Page, type: string, x: number, y: number): Promise<string> {
  const before = await nodeIds(page);
  const node = page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
  const chart = await boxOf(page.locator("#red-ui-workspace-chart"));
  await node.scrollIntoViewIfNeeded();
  await drag(page, middle(await boxOf(node)), { x: chart.x + x, y: chart.y + y });
  const [id] = (await nodeIds(page)).filter((one) => !before.includes(one));
  assert.ok(id, `${type} was dragged into the flow, but is not there`);
  return id;
}

/** Draws a wire with the mouse, from an output (0 the first) of a node to the input of another; both must be in sight. */
export async function wire(page: Page, from: string, to: string, output = 0): Promise<void> {
  const start = nodeInFlow(page, from).locator(".red-ui-flow-port-output .red-ui-flow-port").nth(output);
  const end = nodeInFlow(page, to).locator(".red-ui-flow-port-input .red-ui-flow-port");
  await drag(page, middle(await boxOf(start)), middle(await boxOf(end)));
  const wires = await page.evaluate<string[]>(
    `RED.nodes.filterLinks({ source: { id: ${quoted(from)} }, sourcePort: ${output} }).map(({ target }) => target.id)`,
  );
  assert.ok(wires.includes(to), `the wire from ${from} to ${to} was not drawn`);
}

/** A node as it is drawn in the open flow. */
export function nodeInFlow(page: Page, id: string): Locator {
  return page.locator(`[id="${id}"]`);
}

/** Presses Deploy and waits until the server has taken it; fails where the editor warns of unknown or invalid nodes. */
export async function deploy(page: Page): Promise<void> {
  const taken = page.waitForResponse(
    (response) => response.request().method() === "POST" && response.url().endsWith("/flows"),
  );
  const warning = page.locator("#red-ui-deploy-dialog-confirm-deploy-deploy");
  const warned = warning.waitFor({ timeout: 0 }).then(async () => {
    throw new Error(`Deploy was not taken: ${await page.locator(".red-ui-notification").last().innerText()}`);
  });
  // The one that loses fails at last, with the page or in vain.
  warned.catch(() => undefined);
  taken.catch(() => undefined);
  await page.locator("#red-ui-header-button-deploy:not(.disabled)").click();
  const response = await Promise.race([taken, warned]);
  assert.ok(response.ok(), `Deploy was answered with ${response.status()}`);
  // Until then its shade lies over the editor.
  await page.locator("#red-ui-header-shade").waitFor({ state: "hidden" });
}

/** Opens the dialog of a node in a flow, and waits until it stands still. */
export async function openDialog(page: Page, id: string): Promise<void> {
  await page.evaluate(`void RED.editor.edit(RED.nodes.node(${quoted(id)}))`);
  await standsStill(page, "#node-dialog-ok");
}

/** Opens the dialog of a config node; without an id that of a new one. */
export async function openConfigDialog(page: Page, type: string, id = "_ADD_"): Promise<void> {
  await page.evaluate(`void RED.editor.editConfig("", ${quoted(type)}, ${quoted(id)})`);
  await standsStill(page, "#node-config-dialog-ok");
}

/** In a node's open dialog: presses the button that adds a config node, or edits the chosen one, at that property. */
export async function openConfigOf(page: Page, property: string, button: "add" | "edit" = "add"): Promise<void> {
  await page.locator(`#node-input-btn-${property}-${button}`).click();
  await standsStill(page, "#node-config-dialog-ok");
}

/** Presses Done (Add or Update for a config node) in the dialog that is open, and waits until it is gone. */
export async function done(page: Page): Promise<void> {
  await leave(page, "ok");
}

/** Presses Cancel in the dialog that is open, and waits until it is gone. */
export async function cancel(page: Page): Promise<void> {
  await leave(page, "cancel");
}

/** Drags the edge of the dialog that is open with the mouse, until it is so wide (px). */
export async function makeWide(page: Page, width: number): Promise<void> {
  const edge = middle(await boxOf(page.locator(".red-ui-tray-resize-handle")));
  const tray = await boxOf(page.locator(".red-ui-tray"));
  await drag(page, edge, { x: edge.x + tray.width - width, y: edge.y });
}

/** An input of the open dialog by the name of the option: config node or other. */
export function input(page: Page, name: string): Locator {
  return page.locator(`#node-input-${name}, #node-config-input-${name}`);
}

const formSelector = "#node-config-dialog-edit-form, #dialog-form";

/** The form of the dialog that is open: our markup, with what Node-RED's widgets have made of it. */
export function form(page: Page): Locator {
  return page.locator(formSelector);
}

/** The value of an expression in the page in which `form` is the form of the dialog that is open. */
export function inForm<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate<T>(`((form) => ${expression})(document.querySelector(${quoted(formSelector)}))`);
}

/** Imports an example of this package by the editor's dialog: Import, Examples, the package, the example, Import. */
export async function importExample(page: Page, name: string): Promise<void> {
  await page.evaluate("RED.actions.invoke('core:show-examples-import-dialog')");
  const dialog = page.getByRole("dialog").filter({ has: page.locator("#red-ui-clipboard-dialog") });
  await dialog.getByText(packageName, { exact: true }).click();
  // The list slides open: a click on what still moves may miss.
  const ready = dialog.locator("#red-ui-clipboard-dialog-ok:not(:disabled)");
  await clickUntil(dialog.getByText(name, { exact: true }), () => ready.waitFor({ timeout: 5000 }));
  await ready.click();
  await dialog.waitFor({ state: "hidden" });
}

/** The types of all nodes and config nodes the editor holds. */
export function typesIn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>("RED.nodes.createCompleteNodeSet().map(({ type }) => type)");
}

export type Theme = "light" | "dark";

/** The themes this editor has: Node-RED 5 has both, 4.1 the light one. */
export async function themes(page: Page): Promise<Theme[]> {
  const version = await page.evaluate<string>("RED.settings.version");
  return Number.parseInt(version, 10) >= 5 ? ["light", "dark"] : ["light"];
}

/** Sets the theme, at once; an open dialog stays open. Node-RED 4.1 stays light. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  if (!(await themes(page)).includes("dark")) return;
  const wanted = theme === "dark" ? "html.nr-theme-dark" : "html:not(.nr-theme-dark)";
  await page.locator(wanted).waitFor({ state: "attached" });
}

/** Sets the editor's language ("en-US", "nl", "de", "fr") as a user would, which reloads it. */
export async function setLanguage(page: Page, language: string): Promise<void> {
  await page.evaluate(`localStorage.setItem("editor-language", ${quoted(language)})`);
  await page.reload();
  await editorLoaded(page);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where an element is in the window; waits for it. */
export async function boxOf(element: Locator): Promise<Box> {
  await element.waitFor();
  const box = await element.boundingBox();
  assert.ok(box, `${String(element)} is not to be seen`);
  return box;
}

/** The middle of a box. */
export function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Moves the mouse with its button held, in steps, so that what follows the mouse takes notice. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

async function leave(page: Page, button: "ok" | "cancel"): Promise<void> {
  // A config dialog lies over the node's, whose buttons are taken off meanwhile.
  const isConfig = await page.locator("#node-config-dialog-ok").isVisible();
  const pressed = page.locator(isConfig ? `#node-config-dialog-${button}` : `#node-dialog-${button}`);
  await clickUntil(pressed, () => pressed.waitFor({ state: "detached", timeout: 5000 }));
  const below = page.locator("#node-dialog-ok");
  if (await below.isVisible()) await standsStill(page, "#node-dialog-ok");
  else await page.locator("#red-ui-editor-shade").waitFor({ state: "hidden" });
}

/** Clicks until it has had its effect, which on a loaded machine a click that came at the wrong moment may not have. */
async function clickUntil(target: Locator, hadEffect: () => Promise<void>, tries = 4): Promise<void> {
  await target.click();
  try {
    await hadEffect();
  } catch (error) {
    if (tries === 1) throw error;
    await clickUntil(target, hadEffect, tries - 1);
  }
}

/** A dialog slides in, and takes no click on what lies behind it before the editor has raised it. */
async function standsStill(page: Page, button: string): Promise<void> {
  await page.locator(button).waitFor();
  await page.locator('#red-ui-editor-stack[style*="z-index: 13"]').waitFor({ state: "attached" });
}

function nodeIds(page: Page): Promise<string[]> {
  return page.evaluate<string[]>("RED.nodes.filterNodes({}).map(({ id }) => id)");
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
