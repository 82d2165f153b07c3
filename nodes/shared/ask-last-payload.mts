import type { LastPayloadAnswer } from "./last-payload";

/** Asks the server for a node's last telegram; undefined if it does not answer or this user may not read the node. */
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
