import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { checkConsole, openEditor } from "./support/browser";
import { dialogFlows, dialogTypes, inEachState, open } from "./support/dialogs";
import { cancel, inForm, setLanguage, setTheme, themes } from "./support/editor";
import { NodeRed } from "./support/node-red";
import { ownerOfSuite } from "./support/owner";
import { packageName, packedProject } from "./support/package";
import { describeWith } from "./support/services";

const languages = ["en-US", "nl", "de", "fr"];

/** A key that the dialog's code does not find is shown as it is: "p1-in.label.host". */
const key = /\b(?:p1-in|dsmr-parse|dsmr-filter)(?:\.[\w-]+)+/;

/** Node-RED's own markup within our forms, which we can only use as it is. */
const notOurs = [
  // The buttons beside the field of a config node are links without a name.
  "#node-input-btn-source-edit",
  "#node-input-btn-source-add",
  // Fields out of sight that keep browsers from filling in the user's password.
  '[id^="red-ui-trap-"]',
];

describeWith(["chromium"], "each dialog", function () {
  this.timeout(180_000);
  const owner = ownerOfSuite();
  let nodeRed: NodeRed;
  let editor: Page;

  before("starts Node-RED with a meter, and opens its editor", async () => {
    nodeRed = await NodeRed.start(owner);
    await nodeRed.deploy(dialogFlows);
    await nodeRed.next("fields");
    editor = await openEditor(owner, nodeRed.url);
  });

  afterEach("finds no error in the page's console", () => checkConsole(editor));

  for (const language of languages) {
    it(`speaks ${language}, in every theme`, async () => {
      await setLanguage(editor, language);
      for (const type of dialogTypes) {
        const look = async (state: string): Promise<void> => {
          assert.doesNotMatch(await readable(editor), key, `${type}, ${state}: a key without a text`);
          assert.deepEqual(await untold(editor, type, language), [], `${type}, ${state}`);
        };
        await setTheme(editor, "light");
        await inEachState(editor, type, look);
        if (!(await themes(editor)).includes("dark")) continue;
        // What it says in its other states does not depend on the theme.
        await setTheme(editor, "dark");
        await open(editor, type);
        await look("dark");
        await cancel(editor);
      }
    });
  }

  it("can be used by everybody, in every theme", async () => {
    await setLanguage(editor, "en-US");
    await editor.addScriptTag({ path: require.resolve("axe-core") });
    // Node-RED's page has no height and hides what is beyond it: to the window's edge, but to axe all of it is out of sight.
    await editor.addStyleTag({ content: "html, body { overflow: visible !important }" });
    const found = new Map<string, string>();
    for (const theme of await themes(editor)) {
      await setTheme(editor, theme);
      for (const type of dialogTypes) {
        await inEachState(editor, type, async (state) => {
          // All but its colours has been looked at in the first.
          const rules = theme === "light" ? undefined : ["color-contrast"];
          for (const finding of await findings(editor, rules)) found.set(finding, `${type}, ${state}, ${theme}`);
        });
      }
    }
    assert.deepEqual([...found], [], "what axe found, and where last");
  });
});

/** All that the open dialog says: its text, and what is shown in or beside a field. */
function readable(page: Page): Promise<string> {
  return inForm<string>(
    page,
    `form.innerText + [...form.querySelectorAll("*")]
       .flatMap((one) => ["placeholder", "title", "aria-label"].map((name) => one.getAttribute(name) ?? ""))
       .join("\\n")`,
  );
}

/** Texts of the open dialog that are not in the language, and labels that are not as its file has them. */
async function untold(page: Page, type: string, language: string): Promise<string[]> {
  const { userFolder } = await packedProject();
  const installed = join(userFolder, "node_modules", packageName);
  const file = join(installed, "dist/nodes", type, "locales", language, `${type}.json`);
  const texts = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const shown = await inForm<[keys: string, text?: string][]>(
    page,
    `[...form.querySelectorAll("[data-i18n]")]
       .map((one) => [one.dataset.i18n, one.closest("label, option") ? one.textContent : undefined])`,
  );
  assert.ok(shown.length >= 5, `${type} has labels`);
  return shown
    .flatMap(([keys, text]) => keys.split(";").map((key) => ({ key: key.replace(/^(\[[^\]]*\])?(.*:)?/, ""), text })))
    .map(({ key, text }) => ({ key, text, wanted: key.split(".").reduce<unknown>(part, texts) }))
    .filter(({ text, wanted }) => typeof wanted !== "string" || (text != undefined && text !== wanted))
    .map(({ key, text, wanted }) => `${key}: ${String(text)}, not ${String(wanted)}`);
}

function part(texts: unknown, name: string): unknown {
  return (texts as Record<string, unknown> | undefined)?.[name];
}

/** Whether Node-RED gives an element its colours: its buttons in 4.1 are too pale for axe, in every node's dialog. */
const coloured = `([selector]) => document.querySelector(selector)?.closest(".red-ui-button") != null`;

/** What axe finds in the open dialog that keeps somebody from using it; by all its rules, or those. */
function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  return inForm<string[]>(
    page,
    `((coloured) => axe.run({ include: [form], exclude: ${JSON.stringify(notOurs)} }, ${JSON.stringify(options)})
       .then(({ violations }) => violations
         .filter(({ impact }) => impact === "serious" || impact === "critical")
         .flatMap(({ id, nodes }) => nodes
           .filter(({ target }) => !(id === "color-contrast" && coloured(target)))
           .map(({ target, any, all }) =>
             [id, target.join(" "), ...[...any, ...all].map(({ message }) => message)].join(": ")))))(${coloured})`,
  );
}
