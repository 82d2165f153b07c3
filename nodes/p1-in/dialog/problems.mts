import { isEnvironmentVariable } from "../../shared/options";
import { type EditorNode, reason } from "../../shared/validate.mjs";
import { p1InProblem, type P1InOptionName } from "../options";
import { choice, field, optionNames, text } from "./form.mjs";

/**
 * Shows under each field what is wrong with it. A missing value is shown only after the field was left: in a new dialog
 * all fields are empty.
 */
export function showProblems(node: EditorNode): void {
  const left = new Set<P1InOptionName>();
  const places = new Map(optionNames.map((name) => [name, placeFor(name)]));
  const show = (): void => {
    for (const [name, place] of places) {
      const value = field(name).val();
      const problem = isEnvironmentVariable(value) ? undefined : p1InProblem(name, value, choice(node));
      const said =
        problem === undefined || (problem.fault === "missing" && !left.has(name)) ? "" : reason(node, "p1-in", problem);
      place.text(said);
      field(name).attr("aria-invalid", String(said !== ""));
    }
  };
  for (const name of optionNames) {
    field(name).on("input change", show);
    field(name).on("blur", () => {
      left.add(name);
      show();
    });
  }
  show();
}

/** Whether the value of the field cannot be used. */
export function isWrong(node: EditorNode, name: P1InOptionName): boolean {
  const value = text(field(name).val());
  return !isEnvironmentVariable(value) && p1InProblem(name, value, choice(node)) !== undefined;
}

function placeFor(name: P1InOptionName): JQuery {
  const id = `p1-in-${name}-problem`;
  const place = $("<div>", { id, class: "p1-in-problem", "aria-live": "polite" });
  field(name).closest(".form-row").append(place);
  const others = field(name).attr("aria-describedby");
  field(name).attr("aria-describedby", others ? `${id} ${others}` : id);
  return place;
}
