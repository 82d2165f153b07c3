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

/**
 * A page of a Chromium of its own. Errors in its console and uncaught ones fail the test when the owner ends it;
 * requests that leave this machine are refused.
 */
export async function openPage(owner: Owner, options: BrowserContextOptions = {}): Promise<Page> {
  const browser = await chromium.launch({ executablePath: program("chromium"), args: flags });
  const errors: string[] = [];
  owner.owns(async () => {
    await browser.close();
    assert.deepEqual(errors, [], "errors in the page's console");
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.route(
    (url) => url.hostname !== "127.0.0.1",
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    const from = message.location().url;
    // What was refused above is not an error of the page.
    const refused = from !== "" && !from.startsWith("http://127.0.0.1");
    if (message.type() === "error" && !refused) errors.push(`${message.text()} (${from})`);
  });
  return page;
}

/** The editor of a Node-RED, loaded. */
export async function openEditor(owner: Owner, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(owner, options);
  await page.goto(url);
  await page.locator("#red-ui-palette .red-ui-palette-node").first().waitFor();
  await page.locator("#red-ui-loading-progress").waitFor({ state: "hidden" });
  return page;
}
