import { field } from "./form.mjs";

/**
 * Shows the rows in use. `data-when` holds a row's conditions, all of which must hold: "connection=serial line=custom".
 */
export function showRowsInUse(): void {
  $("#p1-in-rows [data-when]").each((_, row) => {
    const conditions = ($(row).attr("data-when") ?? "").split(" ").map((condition) => condition.split("="));
    $(row).toggle(conditions.every(([name = "", value]) => field(name).val() === value));
  });
}
