import fc from "fast-check";
import type { Crc } from "../../lib/framing/frame";
import type { CosemObject, Peak, PowerFailure, Telegram } from "../../lib/telegram/types";
import { negative, sum, toNumber } from "./exact";
import { DELIVERED, devices, type WrittenDevice } from "./generate-devices";
import {
  electricityLine,
  maximumLine,
  measured,
  octets,
  otherLine,
  seconds,
  stampOf,
  type Line,
} from "./generate-lines";
import { telegram as withCrc } from "./telegrams";

/** A telegram as bytes (latin1), the zone of its meter, and what it must be read as. */
export interface Written {
  text: string;
  zone: string;
  expected: Omit<Telegram, "crc">;
}

const ZONES = [
  "Europe/Amsterdam",
  "Europe/Vilnius",
  "Europe/Lisbon",
  "America/New_York",
  "Asia/Kolkata",
  "Pacific/Auckland",
];

interface Header {
  header: string;
  meter: Pick<Telegram["meter"], "manufacturer" | "model">;
}

const header: fc.Arbitrary<Header> = fc
  .record({
    flag: fc.stringMatching(/^[A-Za-z]{3}$/),
    digit: fc.constantFrom("5", "5", "9", "2", ""),
    separator: fc.constantFrom("\\", "", "=", "\\\\"),
    model: fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.@!/\xb3-]{0,14}[A-Za-z0-9]$/),
    control: fc.constantFrom("", "", "\x02"),
  })
  .map(({ flag, digit, separator, model, control }) => ({
    header: `${flag}${digit}${separator}${control}${model}`,
    meter: { manufacturer: flag, model },
  }));

/** A line whose object is text, and what it adds to the telegram beside it. */
interface Extra {
  line: Line;
  adds: Partial<Telegram>;
}

function failureLog(zone: string): fc.Arbitrary<Extra> {
  return fc
    .array(fc.record({ end: seconds, duration: fc.integer({ min: 0, max: 4_294_967_295 }), star: fc.boolean() }), {
      maxLength: 10,
    })
    .map((entries) => {
      const written = entries.map(({ end, duration, star }) => ({
        ...stampOf(end, zone),
        duration,
        group: `${String(duration).padStart(10, "0")}${star ? "*s" : ""}`,
      }));
      const groups = [String(entries.length), "0-0:96.7.19", ...written.flatMap(({ text, group }) => [text, group])];
      const powerFailures: PowerFailure[] = written.map(({ iso, duration }) => ({ end: iso, duration }));
      return { line: list("1-0:99.97.0", groups), adds: { powerFailures } };
    });
}

const kilowatts = measured("kW").filter(({ group }) => /[a-z]/i.test(group) && group === group.trim());

function peakHistory(zone: string): fc.Arbitrary<Extra> {
  return fc.array(fc.record({ month: seconds, time: seconds, value: kilowatts }), { maxLength: 13 }).map((entries) => {
    const written = entries.map(({ month, time, value }) => ({
      month: stampOf(month, zone),
      time: stampOf(time, zone),
      value,
    }));
    const groups = written.flatMap(({ month, time, value }) => [month.text, time.text, value.group]);
    const peaks: Peak[] = written.map(({ month, time, value }) => ({
      month: month.iso,
      timestamp: time.iso,
      value: value.object.value as number,
      unit: "kW",
    }));
    return {
      line: list("0-0:98.1.0", [String(entries.length).padStart(2, "0"), "1-0:1.6.0", "1-0:1.6.0", ...groups]),
      adds: { peaks },
    };
  });
}

function list(code: string, groups: string[]): Line {
  return {
    text: `${code}${groups.map((group) => `(${group})`).join("")}`,
    code,
    object: { values: groups },
    channel: 0,
  };
}

/** A text message in hex, in hex over several lines, or as it is, with a slash, parentheses and an end mark in it. */
const message: fc.Arbitrary<Extra> = fc
  .record({
    text: fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ./(!?,:;)-]{0,80}[G-Zg-z]$/).filter((text) => !text.includes(")!")),
    form: fc.constantFrom("hex", "wrapped", "plain", "none", "0xFF"),
  })
  .map(({ text, form }): Extra => {
    const code = "0-0:96.13.0";
    const line = { code, channel: 0 };
    if (form === "none") return { line: { ...line, text: `${code}()`, object: {} }, adds: {} };
    if (form === "0xFF") return { line: { ...line, text: `${code}(\xff\xff)`, object: {} }, adds: {} };
    if (form === "plain")
      return { line: { ...line, text: `${code}(${text})`, object: { value: text } }, adds: { message: text } };
    const hex = octets(text);
    const group = form === "wrapped" ? hex.replaceAll(/.{20}/g, "$&\r\n").trimEnd() : hex;
    return {
      line: { ...line, text: `${code}(${group})`, object: { value: text, printed: hex } },
      adds: { message: text },
    };
  });

/** What stays the same from one telegram of a meter to the next. */
interface Meter {
  header: Header;
  zone: string;
  version: [code: string, text: string] | undefined;
  id: string | undefined;
}

const meter: fc.Arbitrary<Meter> = fc.record({
  header,
  zone: fc.constantFrom(...ZONES),
  version: fc.constantFrom<Meter["version"][]>(
    ["1-3:0.2.8", "50"],
    ["1-3:0.2.8", "42"],
    ["0-0:96.1.4", "50217"],
    undefined,
  ),
  id: fc.option(fc.stringMatching(/^[A-Z][A-Z0-9]{3,16}$/), { nil: undefined }),
});

/** When a telegram was sent, and how its time is spelled; late enough for its devices to be a year behind. */
const sending = fc.record({
  now: seconds.map((time) => Math.max(time, Date.UTC(2002, 0, 2) / 1000)),
  lowerCase: fc.boolean(),
});

const anyLine = fc.oneof({ weight: 8, arbitrary: electricityLine }, { weight: 1, arbitrary: otherLine });

function telegramOf(from: Meter): fc.Arbitrary<Written> {
  return sending.chain(({ now, lowerCase }) =>
    fc
      .record({
        lines: fc.array(anyLine, { maxLength: 30 }),
        maximum: fc.option(maximumLine(from.zone), { nil: undefined }),
        again: fc.array(fc.nat(), { maxLength: 2 }),
        devices: devices(now, from.zone),
        failures: fc.option(failureLog(from.zone), { nil: undefined }),
        peaks: fc.option(peakHistory(from.zone), { nil: undefined }),
        message: fc.option(message, { nil: undefined }),
        order: fc.infiniteStream(fc.nat()),
      })
      .map(({ lines, maximum, again, failures, peaks, message: text, order, ...body }): Written => {
        const extras = [failures, peaks, text].filter((extra) => extra !== undefined);
        const clock = stampOf(now, from.zone, lowerCase);
        const others = [
          ...lines,
          ...(maximum ? [maximum] : []),
          ...again.flatMap((which) => lines[which % lines.length] ?? []),
          ...extras.map(({ line }) => line),
          ...body.devices.flatMap((device) => device.lines),
        ];
        const all = [...headLines(from, clock), ...shuffled(others, order)];
        return written(from, clock, all, body.devices, merged(extras.map(({ adds }) => adds)));
      }),
  );
}

/** Any telegram the grammar allows, with a matching CRC. */
export const telegram: fc.Arbitrary<Written> = meter.chain(telegramOf);

/** Telegrams of one meter. */
export const telegrams: fc.Arbitrary<Written[]> = meter.chain((from) =>
  fc.array(telegramOf(from), { minLength: 3, maxLength: 6 }),
);

function headLines({ version, id }: Meter, clock: { text: string; iso: string }): Line[] {
  const line = (code: string, text: string, object: CosemObject): Line => ({
    text: `${code}(${text})`,
    code,
    object,
    channel: 0,
  });
  return [
    ...(version ? [line(...version, { value: version[1] })] : []),
    line("0-0:1.0.0", clock.text, { value: clock.text, timestamp: clock.iso }),
    ...(id === undefined ? [] : [line("0-0:96.1.1", octets(id), { value: id, printed: octets(id) })]),
  ];
}

function written(
  { header: { header: identification, meter: maker }, zone, version, id }: Meter,
  clock: { iso: string },
  lines: readonly Line[],
  on: readonly WrittenDevice[],
  adds: Partial<Telegram>,
): Written {
  const named = namedReadings(on);
  const delivered = on.flatMap(({ main, delivered: exact }) => {
    const name = main && named.get(main)?.name;
    return name === undefined ? [] : [[name, toNumber(exact!)]];
  });
  const texts = lines.map(({ text }) => text);
  return {
    text: withCrc(texts, `/${identification}`),
    zone,
    expected: {
      meter: {
        header: identification,
        ...maker,
        ...(id === undefined ? {} : { id }),
        ...(version ? { version: version[1] } : {}),
      },
      timestamp: clock.iso,
      clock: "meter",
      values: { ...electricityValues(lines), ...(Object.fromEntries(delivered) as Record<string, number>) },
      objects: objects(lines, named),
      devices: on.map(({ device }) => device).sort((a, b) => a.channel - b.channel),
      powerFailures: [],
      peaks: [],
      ...adds,
    },
  };
}

function shuffled<T>(items: readonly T[], order: fc.Stream<number>): T[] {
  const left = [...items];
  return items.map(() => left.splice(order.next().value! % left.length, 1)[0]!);
}

/** Objects by code; a code given again is in the first one's `also`. */
function objects(lines: readonly Line[], named: ReadonlyMap<Line, CosemObject>): NonNullable<Telegram["objects"]> {
  const byCode: NonNullable<Telegram["objects"]> = {};
  for (const line of lines) {
    const { code } = line;
    const object = named.get(line) ?? line.object;
    if (byCode[code]) byCode[code] = { ...byCode[code], also: [...(byCode[code].also ?? []), object] };
    else byCode[code] = object;
  }
  return byCode;
}

/** Named numbers by DESIGN's rules: the lowest channel B wins, on one channel the first; then what is derived. */
function electricityValues(lines: readonly Line[]): Record<string, number> {
  const chosen = new Map<string, Line>();
  for (const line of lines) {
    const { name, value } = line.object;
    if (name === undefined || typeof value !== "number" || /^0-[1-9]/.test(line.code)) continue;
    if (/^(sag|swell)_voltage/.test(name) && value > 1000) continue;
    const before = chosen.get(name);
    if (!before || line.channel < before.channel) chosen.set(name, line);
  }
  const values = Object.fromEntries([...chosen].map(([name, { object }]) => [name, object.value as number]));
  const exactOf = (name: string) => chosen.get(name)?.exact;
  const [delivered, returned] = [exactOf("power_delivered"), exactOf("power_returned")];
  if (delivered && returned) values.power_net = toNumber(sum([delivered, negative(returned)]));
  for (const [c, name] of [
    [1, "energy_delivered"],
    [2, "energy_returned"],
  ] as const) {
    const registers = lines.filter(({ code }) => new RegExp(`^1-\\d+:${c}\\.8\\.\\d+$`).test(code));
    if (registers.length === 0 || registers.some(({ code }) => code.endsWith(".8.0"))) continue;
    const channel = Math.min(...registers.map((line) => line.channel));
    const names = new Set(
      registers
        .filter((line) => line.channel === channel)
        .map(({ code }) => `${name}_tariff${code.split(".").at(-1)!}`),
    );
    const tariffs = [...names].map(exactOf);
    if (tariffs.every((tariff) => tariff !== undefined)) values[`${name}_total`] = toNumber(sum(tariffs));
  }
  return values;
}

/** The objects of the live devices' readings with their names; the lowest channel of a medium has the plain one. */
function namedReadings(written: readonly WrittenDevice[]): Map<Line, CosemObject> {
  const named = new Map<Line, CosemObject>();
  const taken = new Set<string>();
  for (const { device, main, told, delivered } of [...written].sort((a, b) => a.device.channel - b.device.channel)) {
    const name = DELIVERED[device.medium];
    if (name === undefined || !main || device.status !== "live" || !delivered) continue;
    named.set(main, { name: taken.has(name) ? `${name}_ch${device.channel}` : name, ...told });
    taken.add(name);
  }
  return named;
}

/** A telegram as it must be read, with its CRC status. */
export function expectedOf({ expected }: Written, crc: Crc): Telegram {
  return { ...expected, crc };
}

function merged(parts: readonly Partial<Telegram>[]): Partial<Telegram> {
  return parts.reduce((all, part) => ({ ...all, ...part }), {});
}
