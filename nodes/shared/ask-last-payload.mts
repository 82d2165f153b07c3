import type { LastPayloadAnswer } from "./last-payload";

/** What the server has of a node; nothing where it does not answer, or not to this user. */
export async function askLastPayload(
  type: "dsmr-parse" | "dsmr-filter",
  id: string,
): Promise<LastPayloadAnswer | undefined> {
  try {
    return (await $.getJSON(`node-red-p1-dsmr/last/${type}/${encodeURIComponent(id)}`)) as LastPayloadAnswer;
  } catch {
    return undefined;
  }
}
