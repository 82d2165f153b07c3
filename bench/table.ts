export type Row = readonly string[];

/** A Markdown table with aligned columns. All columns after the first `texts` hold numbers. */
export function table(head: Row, rows: readonly Row[], texts = 1): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: Row): string => {
    const cells = row.map((cell, i) => (i < texts ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
    return `| ${cells.join(" | ")} |`;
  };
  const rule = widths.map((width, i) => (i < texts ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}
