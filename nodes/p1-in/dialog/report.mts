import type { EditorNode } from "../../shared/validate.mjs";
import { postDialog } from "./form.mjs";

/** The button "Copy problem report": shows the report and copies it to the clipboard. */
export function offerReport(node: EditorNode): void {
  $("#p1-in-report-button").on("click", () => void copyReport(node));
}

async function copyReport(node: EditorNode): Promise<void> {
  let report: string;
  try {
    ({ report } = (await postDialog(node, "node-red-p1-dsmr/report")) as { report: string });
  } catch {
    say(node, "failed");
    return;
  }
  $("#p1-in-report-box").prop("hidden", false);
  $("#p1-in-report-text").prop("hidden", false).val(report).trigger("focus").trigger("select").scrollTop(0);
  say(node, (await copied(report)) ? "copied" : "select");
}

/** Whether it could be copied. Browsers allow that only to pages from https or from this computer. */
async function copied(report: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(report);
    return true;
  } catch {
    return false;
  }
}

function say(node: EditorNode, key: "copied" | "select" | "failed"): void {
  $("#p1-in-report-box").prop("hidden", false);
  $("#p1-in-report-text").prop("hidden", key === "failed");
  $("#p1-in-report-note").text(node._(`p1-in.report.${key}`));
}
