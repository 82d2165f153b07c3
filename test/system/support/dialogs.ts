import type { Page } from "playwright-core";
import { cancel, form, input, openConfigDialog, openDialog } from "./editor";
import { type FlowNode, tap } from "./node-red";

/** The types of this package, each with a dialog. */
export const dialogTypes = ["p1-in", "dsmr-parse", "dsmr-filter"] as const;
export type DialogType = (typeof dialogTypes)[number];

const z = "dialogs";

/** The id of the node of that type in `dialogFlows`. A config node whose id is its type is circular to Node-RED. */
export function idOf(type: DialogType): string {
  return `my-${type}`;
}

/** A simulated meter, read and filtered. */
export const dialogFlows: FlowNode[] = [
  { id: z, type: "tab", label: "dialogs" },
  { id: idOf("p1-in"), type: "p1-in", name: "house", connection: "simulator" },
  {
    id: idOf("dsmr-parse"),
    type: "dsmr-parse",
    z,
    name: "",
    source: idOf("p1-in"),
    x: 200,
    y: 80,
    wires: [[idOf("dsmr-filter")], []],
  },
  {
    id: idOf("dsmr-filter"),
    type: "dsmr-filter",
    z,
    name: "",
    fields: [
      { field: "power_net", rename: "net", unit: "W" },
      { field: "gas_delivered", rename: "", unit: "" },
      { field: "voltage_*", rename: "", unit: "" },
    ],
    x: 420,
    y: 80,
    wires: [["tap-fields"]],
  },
  tap("fields", z),
];

/** The choices of a dialog that change what it shows. */
const choices: Record<DialogType, Record<string, readonly string[]>> = {
  "p1-in": { connection: ["serial", "tcp", "simulator"] },
  "dsmr-parse": { framing: ["stream", "message"] },
  "dsmr-filter": {
    pace: ["interval", "change", "reading", "all"],
    shape: ["messages", "influx", "telegram", "object"],
  },
};

/** Opens the dialog of the node of that type in `dialogFlows`, with all its folds open. */
export async function open(page: Page, type: DialogType): Promise<void> {
  await (type === "p1-in" ? openConfigDialog(page, type, idOf(type)) : openDialog(page, idOf(type)));
  const folds = form(page).locator("details:not([open]) > summary");
  while ((await folds.count()) > 0) await folds.first().click();
  // What the dialogs ask the server for: the ports, the last telegram.
  await page.waitForLoadState("networkidle");
}

/** Opens the dialog, calls `look` in each of its states, by name, and leaves it as it was. */
export async function inEachState(page: Page, type: DialogType, look: (state: string) => Promise<void>): Promise<void> {
  await open(page, type);
  for (const [name, values] of Object.entries(choices[type])) {
    for (const value of values) {
      await input(page, name).selectOption(value);
      await look(`${name} ${value}`);
    }
  }
  await cancel(page);
}
