import type { Shaped } from "../../../lib/selection/shape";

/** Most characters of one message. */
const LONGEST = 20_000;
/** Most levels of nesting. */
const DEEPEST = 20;

/**
 * A message as text: JSON indented by two spaces, with a Date as `new Date("...")`. `parts`, which a join node needs, is
 * left out.
 */
export function printedMessage({ topic, payload, timestamp, partial, measurement }: Shaped): string {
  const text = printed({ topic, payload, timestamp, partial, measurement }, "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function printed(value: unknown, indent: string): string {
  if (value instanceof Date) return `new Date("${value.toISOString()}")`;
  const inner = `${indent}  `;
  if (inner.length > 2 * DEEPEST) return "…";
  if (Array.isArray(value)) {
    return enclosed(
      "[]",
      value.map((one) => printed(one, inner)),
      indent,
    );
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return enclosed(
    "{}",
    entries.map(([name, one]) => `${JSON.stringify(name)}: ${printed(one, inner)}`),
    indent,
  );
}

function enclosed(brackets: "[]" | "{}", parts: readonly string[], indent: string): string {
  if (parts.length === 0) return brackets;
  return `${brackets[0]!}\n${parts.map((part) => `${indent}  ${part}`).join(",\n")}\n${indent}${brackets[1]!}`;
}
