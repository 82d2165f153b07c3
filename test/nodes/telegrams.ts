import { DSMR5_HEADER, oldTelegram, telegram } from "../support/telegrams";

/** A small DSMR 5 telegram: one meter, one power in kW. */
export function dsmr5(power = 1.193, id = "E0001", time = "240101120000W"): string {
  const lines = [
    "1-3:0.2.8(50)",
    `0-0:1.0.0(${time})`,
    `0-0:96.1.1(${Buffer.from(id, "latin1").toString("hex")})`,
    "1-0:1.8.1(000123.456*kWh)",
    `1-0:1.7.0(${power.toFixed(3).padStart(6, "0")}*kW)`,
    "1-0:2.7.0(00.000*kW)",
  ];
  return telegram(lines, DSMR5_HEADER);
}

/** The same telegram with a CRC that does not fit. */
export function damaged(text: string): string {
  return text.replace("00.000*kW", "00.001*kW");
}

/** A DSMR 2.2 telegram: no CRC, gas on two lines. */
export const dsmr22 = oldTelegram(
  [
    "0-0:96.1.1(4530303032)",
    "1-0:1.8.1(00001.001*kWh)",
    "1-0:1.7.0(0000.25*kW)",
    "0-1:24.1.0(3)",
    "0-1:96.1.0(4730303031)",
    "0-1:24.3.0(240101120000)(00)(60)(1)(0-1:24.2.1)(m3)",
    "(00246.138)",
  ],
  "/KMP5 KA6U001660297912",
);

/** From a Sagemcom XS210; its owner altered values for privacy, so that the CRC it came with, 0F2E, fits no more. */
export function altered(crc: string): string {
  return [
    "/Ene5\\XS210 ESMR 5.0",
    "",
    "1-3:0.2.8(50)",
    "0-0:1.0.0(170916191108S)",
    "0-0:96.1.1(Equipment identifier electricity)",
    "1-0:1.8.1(000000.001*kWh)",
    "1-0:1.8.2(000000.002*kWh)",
    "1-0:2.8.1(000000.004*kWh)",
    "1-0:2.8.2(000000.000*kWh)",
    "0-0:96.14.0(0001)",
    "1-0:1.7.0(00.005*kW)",
    "1-0:2.7.0(00.000*kW)",
    "0-0:96.7.21(00006)",
    "0-0:96.7.9(00007)",
    "1-0:99.97.0(1)(0-0:96.7.19)(000000000)(0000000009*s)",
    "1-0:32.32.0(00000)",
    "1-0:32.36.0(00000)",
    "0-0:96.13.0()",
    "1-0:32.7.0(227.0*V)",
    "1-0:31.7.0(000*A)",
    "1-0:21.7.0(00.008*kW)",
    "1-0:22.7.0(00.000*kW)",
    "0-1:24.1.0(003)",
    "0-1:96.1.0(Equipment identifier gas)",
    "0-1:24.2.1(000000)(00000.0010*m3)",
    `!${crc}`,
    "",
  ].join("\r\n");
}
