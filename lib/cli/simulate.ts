import { once } from "node:events";
import { faultNames } from "../source/simulator/faults";
import { profileNames } from "../source/simulator/options";
import { SimulatedMeter } from "../source/simulator/simulated-meter";
import { keyHelp, keyOptions, readKeys, readTextFile } from "./keys";
import { MeterServer } from "./meter-server";
import type { Console } from "./console";
import { UsageError, numberIn, oneOf, readArguments } from "./usage";

export const simulateHelp = `p1 simulate --tcp PORT: a simulated meter for any reader

Sends telegrams of a believable house, stamped now, to all who connect. Ctrl-C ends it.

  --tcp PORT             the port to listen on; 0 finds a free one
  --host ADDRESS         127.0.0.1 by default: other computers cannot read it
  --profile WORD         ${profileNames.join(", ")}; ${profileNames[0]} by default
  --telegram FILE        the telegram that --profile replay sends
  --period SECONDS       time between telegrams; the profile's own by default (1 or 10)
  --seed NUMBER          which house it is; 1 by default
  --zone ZONE            zone of the meter's clock; the profile's country by default
  --faults WORDS         none (default), all, or some of these with commas between them:
                         ${faultNames.join(", ")}
${keyHelp}
`;

/** Runs `p1 simulate` until a signal ends it. Returns the exit code. Throws a UsageError or a CommandError. */
export async function simulate(args: readonly string[], console: Console): Promise<number> {
  const { values } = readArguments({
    args: [...args],
    options: {
      tcp: { type: "string" },
      host: { type: "string", default: "127.0.0.1" },
      profile: { type: "string", default: "nl-dsmr5" },
      telegram: { type: "string" },
      period: { type: "string" },
      seed: { type: "string", default: "1" },
      zone: { type: "string" },
      faults: { type: "string", default: "none" },
      help: { type: "boolean", short: "h", default: false },
      ...keyOptions,
    },
  });
  if (values.help) {
    console.out(simulateHelp);
    return 0;
  }
  if (values.tcp === undefined) throw new UsageError("p1 simulate needs --tcp PORT, the port to listen on.");
  const port = numberIn("tcp", values.tcp, 0, 65_535, true);
  const meter = new SimulatedMeter({
    profile: oneOf("profile", values.profile, profileNames),
    seed: numberIn("seed", values.seed, 0, Number.MAX_SAFE_INTEGER, true),
    faults: values.faults,
    ...(values.period !== undefined && { period: numberIn("period", values.period, 0.001, 86_400, false) }),
    ...(values.zone !== undefined && { zone: values.zone }),
    ...(values.telegram !== undefined && { telegram: readTextFile(values.telegram) }),
    ...readKeys(values, console.environment),
  });
  if (meter.problem !== undefined) throw new UsageError(meter.problem);

  const server = new MeterServer(meter);
  const { address, family, port: actual } = await server.listen(port, values.host);
  const at = family === "IPv6" ? `[${address}]:${actual}` : `${address}:${actual}`;
  console.out(`Simulated meter ${meter.profile} on tcp://${at}, a telegram every ${meter.period} s. Ctrl-C ends it.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
  return 0;
}
