/**
 * What users write without a parser: a function node after a `tcp in` or `serial in` that splits at "!", with one
 * regular expression for each field. It checks no CRC, and has no units, no clock, no devices and no other lines.
 */
export const FUNCTION_NODE = String.raw`
const text = msg.payload.toString();
const number = (pattern) => {
    const match = text.match(pattern);
    return match ? parseFloat(match[1]) : undefined;
};
const timestamp = text.match(/0-0:1\.0\.0\((\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([SW])\)/);
const gas = text.match(/0-\d:24\.2\.[13]\((\d{12})[SW]\)\((\d+\.\d+)\*m3\)/);
msg.payload = {
    timestamp: timestamp && "20" + timestamp[1] + "-" + timestamp[2] + "-" + timestamp[3] + "T" + timestamp[4] + ":" +
        timestamp[5] + ":" + timestamp[6] + (timestamp[7] === "S" ? "+02:00" : "+01:00"),
    energy_delivered_tariff1: number(/1-0:1\.8\.1\((\d+\.\d+)\*kWh\)/),
    energy_delivered_tariff2: number(/1-0:1\.8\.2\((\d+\.\d+)\*kWh\)/),
    energy_returned_tariff1: number(/1-0:2\.8\.1\((\d+\.\d+)\*kWh\)/),
    energy_returned_tariff2: number(/1-0:2\.8\.2\((\d+\.\d+)\*kWh\)/),
    electricity_tariff: number(/0-0:96\.14\.0\((\d+)\)/),
    power_delivered: number(/1-0:1\.7\.0\((\d+\.\d+)\*kW\)/),
    power_returned: number(/1-0:2\.7\.0\((\d+\.\d+)\*kW\)/),
    electricity_failures: number(/0-0:96\.7\.21\((\d+)\)/),
    electricity_long_failures: number(/0-0:96\.7\.9\((\d+)\)/),
    electricity_sags_l1: number(/1-0:32\.32\.0\((\d+)\)/),
    electricity_sags_l2: number(/1-0:52\.32\.0\((\d+)\)/),
    electricity_sags_l3: number(/1-0:72\.32\.0\((\d+)\)/),
    electricity_swells_l1: number(/1-0:32\.36\.0\((\d+)\)/),
    electricity_swells_l2: number(/1-0:52\.36\.0\((\d+)\)/),
    electricity_swells_l3: number(/1-0:72\.36\.0\((\d+)\)/),
    voltage_l1: number(/1-0:32\.7\.0\((\d+\.\d+)\*V\)/),
    voltage_l2: number(/1-0:52\.7\.0\((\d+\.\d+)\*V\)/),
    voltage_l3: number(/1-0:72\.7\.0\((\d+\.\d+)\*V\)/),
    current_l1: number(/1-0:31\.7\.0\((\d+\.?\d*)\*A\)/),
    current_l2: number(/1-0:51\.7\.0\((\d+\.?\d*)\*A\)/),
    current_l3: number(/1-0:71\.7\.0\((\d+\.?\d*)\*A\)/),
    power_delivered_l1: number(/1-0:21\.7\.0\((\d+\.\d+)\*kW\)/),
    power_delivered_l2: number(/1-0:41\.7\.0\((\d+\.\d+)\*kW\)/),
    power_delivered_l3: number(/1-0:61\.7\.0\((\d+\.\d+)\*kW\)/),
    power_returned_l1: number(/1-0:22\.7\.0\((\d+\.\d+)\*kW\)/),
    power_returned_l2: number(/1-0:42\.7\.0\((\d+\.\d+)\*kW\)/),
    power_returned_l3: number(/1-0:62\.7\.0\((\d+\.\d+)\*kW\)/),
    gas_delivered: gas ? parseFloat(gas[2]) : undefined,
};
return msg;
`;
