import { isIP } from "node:net";
import type { Masker } from "./masker";

/** Hides where a meter is connected: host names, public addresses, serial numbers of adapters. */
export class Places {
  readonly #masker: Masker;
  /** The places that the settings name, and what is shown instead of them. */
  readonly #known: ReadonlyMap<string, string>;
  readonly #places: RegExp;

  constructor(masker: Masker, settings: { hosts?: readonly string[]; paths?: readonly string[] } = {}) {
    this.#masker = masker;
    const hosts = (settings.hosts ?? []).filter((host) => host !== "");
    const paths = (settings.paths ?? []).filter((path) => path !== "");
    this.#known = new Map([
      ...hosts.map((host) => [host, this.host(host)] as const),
      ...paths.map((path) => [path, this.path(path)] as const),
    ]);
    const longestFirst = [...this.#known.keys()].sort((a, b) => b.length - a.length);
    const named = longestFirst.map((place) => String.raw`(?<![\p{L}\p{N}_.-])${escaped(place)}(?![\p{L}\p{N}_-])`);
    this.#places = new RegExp([...named, ELSEWHERE].join("|"), "gu");
  }

  /** A host as it may be shown. Addresses of a home network say nothing of their owner; names and public addresses do. */
  host(host: string): string {
    const kind = isIP(host);
    if (host === "" || host === "localhost" || (kind === 4 && isHomeAddress(host)) || host === "::1") return host;
    if (kind === 4) return "<a public IPv4 address>";
    if (kind === 6) return host === "::" ? host : "<an IPv6 address>";
    const ending = /\.(?:local|lan|home|internal|fritz\.box)$/i.exec(host)?.[0].toLowerCase();
    return ending ? `<a name>${ending}` : "<a host name>";
  }

  /** A serial port's path without the serial number of its adapter. A path outside of /dev may name its owner. */
  path(path: string): string {
    if (path === "" || /^COM\d{1,3}$/i.test(path)) return path;
    if (!path.startsWith("/dev/")) return "<a path outside of /dev>";
    const adapter = BY_ID.exec(path) ?? MACOS.exec(path);
    if (adapter) return `${adapter[1]!}${this.#masker.mask(adapter[2]!)}${adapter[3]!}`;
    return path.replaceAll(/[0-9A-Za-z]{6,}/g, (word) => (isSerialLike(word) ? this.#masker.mask(word) : word));
  }

  /** A sentence without its places and without long numbers, which may be ids; on one line, of at most 500 characters. */
  sentence(text: string): string {
    const shown = text.slice(0, LONGEST_SENTENCE).replaceAll(/\s+/g, " ");
    return shown.replaceAll(this.#places, (found) => this.#instead(found));
  }

  #instead(found: string): string {
    const known = this.#known.get(found);
    if (known !== undefined) return known;
    if (found.startsWith("/dev/")) return this.path(found);
    if (/[.:]/.test(found)) return this.host(found);
    return found === "115200" ? found : this.#masker.mask(found);
  }
}

const LONGEST_SENTENCE = 500;
/** A path under /dev/serial/by-id, an IPv6 or IPv4 address, a long number. */
const ELSEWHERE = String.raw`/dev/serial/by-id/[^\s:;,)]+|(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}|\b\d{1,3}(?:\.\d{1,3}){3}\b|\d{6,}`;
/** Linux: /dev/serial/by-id/usb-FTDI_FT232R_USB_UART_<serial>-if00-port0. */
const BY_ID = /^(\/dev\/serial\/by-id\/.*_)([^_]+?)((?:-if\d+)?(?:-port\d+)?)$/;
/** macOS: /dev/tty.usbserial-<serial>. */
const MACOS = /^(\/dev\/(?:tty|cu)\.[A-Za-z]+-?)([^-]+)(.*)$/;

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** Private, loopback and link-local addresses (RFC 1918, 1122, 3927), those of carriers' networks (RFC 6598), and 0.0.0.0. */
function isHomeAddress(address: string): boolean {
  const [a = 0, b = 0] = address.split(".").map(Number);
  if (a === 10 || a === 127 || (a === 192 && b === 168) || (a === 169 && b === 254)) return true;
  return (a === 172 && b >= 16 && b <= 31) || (a === 100 && b >= 64 && b <= 127) || address === "0.0.0.0";
}

/** Whether a word has digits and is no driver's name with a number, such as ttyUSB0. */
function isSerialLike(word: string): boolean {
  return /\d/.test(word) && !/^(?:tty|cu)[A-Za-z]+\d{1,3}$/.test(word) && !/^[A-Z]{2,4}\d{2,4}[A-Z]?$/.test(word);
}
