import type { EventEmitter } from "node:events";
import { requirePeer } from "../peer";
import { Port, requireWithPort } from "../port";
import type { Reader, Stream } from "../reader";

interface Packet {
  readonly timestamp: string | null;
  readonly electricity: { readonly received: { readonly actual: { readonly reading: number | null } } };
}

/** p1-reader's parser, called as its reader does: with the text from `/` up to, but without, `!`. */
export function p1Reader(): Reader {
  const parse = requirePeer("p1-reader/lib/parsePacket") as (packet: string) => Packet;
  return {
    read: (telegram) => {
      const text = telegram.toString();
      const packet = parse(text.substring(text.indexOf("/"), text.indexOf("!")));
      if (packet.timestamp === null) throw new Error("Invalid reading");
      return packet.electricity.received.actual.reading ?? undefined;
    },
    stream,
  };
}

type P1Reader = new (options: Record<string, unknown>) => EventEmitter;

/** All of p1-reader, with its transport. */
function stream(): Stream {
  const Reader = requireWithPort("p1-reader") as P1Reader;
  const reader = new Reader({ port: "bench", baudRate: 115200, parity: "none", dataBits: 8, stopBits: 1 });
  const port = Port.last;
  let count = 0;
  reader.on("reading", () => count++);
  reader.on("error", () => undefined);
  return { push: (chunk) => port.give(chunk), count: () => count };
}
