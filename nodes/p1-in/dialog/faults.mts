import { faultNames, readFaults } from "../../../lib/source/simulator/faults";
import type { EditorNode } from "../../shared/validate.mjs";
import { field, text } from "./form.mjs";

/** Shows the option as a check box for each fault. The hidden field holds the names of the checked ones. */
export function showFaults(node: EditorNode): void {
  const chosen = readFaults(text(field("faults").val())).faults;
  const boxes = faultNames.map((value) => $("<input>", { type: "checkbox", value }).prop("checked", chosen.has(value)));
  const labels = boxes.map((box, index) =>
    $("<label>").append(box, document.createTextNode(node._(`p1-in.faults.${faultNames[index]!}`))),
  );
  $("#p1-in-faults")
    .empty()
    .append(...labels);
  $("#p1-in-faults").on("change", () => {
    const words = boxes.filter((box) => box.is(":checked")).map((box) => text(box.val()));
    field("faults").val(words.join(",") || "none");
    field("faults").trigger("change");
  });
}
