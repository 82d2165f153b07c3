/** From this width on, in px, the two lists stand side by side. */
const WIDE = 720;
/** Least height of a list, in px: about four rows. */
const LEAST_LIST = 220;
/** Space between two parts, in px. */
const GAP = 12;

/** Gives the two lists the height that the other parts of the dialog leave. Sizes are in px. */
export function resizeDialog({ width, height }: { width: number; height: number }): void {
  const wide = width >= WIDE;
  const dialog = $("#dialog-form");
  dialog.toggleClass("dsmr-filter-wide", wide);
  const others = dialog.children(".form-row:not(.dsmr-filter-lists):visible").toArray();
  const used = others.reduce((sum, other) => sum + ($(other).outerHeight(true) ?? 0), 0);
  const room = Math.max(0, height - used - GAP);
  const each = Math.max(LEAST_LIST, wide ? room : (room - GAP) / 2);
  $(".dsmr-filter-list").height(Math.floor(each));
  const head = $("#dsmr-filter-chosen .dsmr-filter-head").outerHeight(true) ?? 0;
  $("#node-input-fields-list").editableList("height", Math.floor(each) - head);
}
