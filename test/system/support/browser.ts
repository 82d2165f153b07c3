import assert from "node:assert/strict";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Owner } from "./owner";
import { program } from "./services";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a page's console said in error, and what was thrown in it and not caught. */
const errorsOf = new WeakMap<Page, string[]>();

/**
 * A page of a Chromium of its own. Errors in its console and uncaught ones fail the test when the owner ends it;
 * requests that leave this machine are refused.
 */
export async function openPage(owner: Owner, options: BrowserContextOptions = {}): Promise<Page> {
  const browser = await chromium.launch({ executablePath: program("chromium"), args: flags, timeout: 60_000 });
  const errors: string[] = [];
  owner.owns(async () => {
    await browser.close();
    assertNone(errors);
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.route(
    (url) => url.hostname !== "127.0.0.1",
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  errorsOf.set(page, errors);
  page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
  page.on("console", (message) => {
    const from = message.location().url;
    // What was refused above is not an error of the page.
    const refused = from !== "" && !from.startsWith("http://127.0.0.1");
    if (message.type() === "error" && !refused) errors.push(`${message.text()} (${from})`);
  });
  return page;
}

/** Fails where the page's console had an error since the last look: for suites that share a page, after each test. */
export function checkConsole(page: Page): void {
  assertNone(errorsOf.get(page)?.splice(0) ?? []);
}

function assertNone(errors: readonly string[]): void {
  assert.deepEqual(errors, [], "errors in the page's console");
}

/**
 * The editor of a Node-RED, loaded. `options.locale` is the browser's language, which the editor takes for its own;
 * `options.colorScheme` chooses the theme where Node-RED has two (see setTheme in editor.ts).
 */
export async function openEditor(owner: Owner, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(owner, options);
  await page.addInitScript("localStorage.setItem('view-dark-theme', 'auto')");
  await page.goto(url);
  await editorLoaded(page);
  return page;
}

/** Waits until the editor shows its palette and the flows. */
export async function editorLoaded(page: Page): Promise<void> {
  // On a loaded machine a megabyte of editor takes its time.
  const patience = { timeout: 60_000 };
  await page.locator("#red-ui-palette .red-ui-palette-node").first().waitFor(patience);
  await page.locator("#red-ui-loading-progress").waitFor({ state: "hidden", ...patience });
}
