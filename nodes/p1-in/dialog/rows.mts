import { field } from "./form.mjs";

/** Each row says by `data-when` which choices it belongs to: "connection=serial line=custom" wants both. */
export function showRowsInUse(): void {
  $("#p1-in-rows [data-when]").each((_, row) => {
    const conditions = ($(row).attr("data-when") ?? "").split(" ").map((condition) => condition.split("="));
    $(row).toggle(conditions.every(([name = "", value]) => field(name).val() === value));
  });
}
