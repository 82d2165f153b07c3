/** What can go wrong with a simulated meter, as the `faults` option names it. */
export const faultNames = [
  "noise",
  "flips",
  "cuts",
  "silence",
  "resets",
  "duplicate-headers",
  "dst-night",
  "meter-swap",
  "month-end",
] as const;
export type FaultName = (typeof faultNames)[number];

/** "none", one fault or several ("noise,cuts", or an array), or "all": those that spoil telegrams, without changing clock or meter. */
export type FaultsOption = string | readonly string[];

/** Faults that befall single telegrams; the others set the scene from the start. */
export const passingFaults = ["noise", "flips", "cuts", "silence", "resets", "duplicate-headers"] as const;
export type PassingFault = (typeof passingFaults)[number];

/** The faults an option names, and the words in it that name none. */
export function readFaults(option: FaultsOption = "none"): { faults: ReadonlySet<FaultName>; unknown: string[] } {
  const words = (typeof option === "string" ? option.split(/[\s,]+/) : option).map((word) => word.trim().toLowerCase());
  const faults = new Set<FaultName>();
  const unknown: string[] = [];
  for (const word of words) {
    const named = faultNames.find((name) => name === word);
    if (named) faults.add(named);
    else if (word === "all") for (const name of passingFaults) faults.add(name);
    else if (word !== "" && word !== "none") unknown.push(word);
  }
  return { faults, unknown };
}
