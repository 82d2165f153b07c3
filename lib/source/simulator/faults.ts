/** The faults of a simulated meter, as the option `faults` names them. */
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

/** "none"; one or several faults ("noise,cuts", or an array); or "all": all faults of single telegrams. */
export type FaultsOption = string | readonly string[];

/** Faults of single telegrams. The others change the meter's clock, or its meters, from the start. */
export const passingFaults = ["noise", "flips", "cuts", "silence", "resets", "duplicate-headers"] as const;
export type PassingFault = (typeof passingFaults)[number];

/** Reads the option: the faults that it names, and the words in it that are unknown. */
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
