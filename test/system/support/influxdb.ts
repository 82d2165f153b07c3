import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folders";
import type { Owner } from "./owner";
import { Program } from "./process";
import { program } from "./services";

/** A point as InfluxDB gives it back: its fields, tags, and `time` in ISO 8601. */
export type Point = Record<string, string | number | boolean | null>;

interface Answer {
  readonly results: {
    readonly error?: string;
    readonly series?: { readonly columns: string[]; readonly values: Point[string][][] }[];
  }[];
}

/** An InfluxDB 1.x of a test's own. */
export class InfluxDb {
  private constructor(
    readonly program: Program,
    readonly port: number,
  ) {}

  /** Starts influxd on a free port of loopback with folders of its own; ended with its owner. */
  static async start(owner: Owner): Promise<InfluxDb> {
    const folder = await temporaryFolder(owner);
    const at = async (name: string) => {
      await mkdir(join(folder, name));
      return JSON.stringify(join(folder, name));
    };
    const file = join(folder, "influxdb.conf");
    await writeFile(
      file,
      [
        "reporting-disabled = true",
        'bind-address = "127.0.0.1:0"',
        `[meta]\ndir = ${await at("meta")}`,
        `[data]\ndir = ${await at("data")}\nwal-dir = ${await at("wal")}\nquery-log-enabled = false`,
        '[http]\nbind-address = "127.0.0.1:0"\nlog-enabled = false',
        "[monitor]\nstore-enabled = false",
        "",
      ].join("\n"),
    );
    const influxd = new Program(owner, program("influxd"), ["-config", file]);
    const [, port] = await influxd.line(/Listening on HTTP.*addr=\S*?:(\d+)/);
    return new InfluxDb(influxd, Number(port));
  }

  /** The rows of an InfluxQL query; none where there is no such series. */
  async query(text: string, database = "p1"): Promise<Point[]> {
    const query = new URLSearchParams({ q: text, db: database });
    // Statements that change something must be posted, others may be.
    const response = await fetch(`http://127.0.0.1:${this.port}/query?${query.toString()}`, { method: "POST" });
    const { results } = (await response.json()) as Answer;
    assert.equal(results[0]?.error, undefined);
    const [series] = results[0]?.series ?? [];
    return (series?.values ?? []).map((values) =>
      Object.fromEntries(series!.columns.map((column, i) => [column, values[i]!])),
    );
  }

  /** How many points a measurement has. */
  async count(measurement: string, field: string): Promise<number> {
    const [row] = await this.query(`SELECT COUNT("${field}") FROM "${measurement}"`);
    return (row?.count ?? 0) as number;
  }
}
