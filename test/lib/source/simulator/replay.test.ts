import assert from "node:assert/strict";
import { crc16x25, crcText } from "../../../../lib/framing/crc";
import { SimulatedMeter } from "../../../../lib/source/simulator/simulated-meter";
import { groups, lines, verifyCrc } from "./text";

const SPECIFICATION = `/ISk5\\2MT382-1000

1-3:0.2.8(50)
0-0:1.0.0(101209113020W)
0-0:96.1.1(4B384547303034303436333935353037)
1-0:1.8.1(123456.789*kWh)
1-0:1.7.0(01.193*kW)
1-0:99.97.0(1)(0-0:96.7.19)(101208152415W)(0000000240*s)
0-1:24.1.0(003)
0-1:24.2.1(101209112500W)(12785.123*m3)
0-2:24.2.1(632525252525S)(00000.000)
!EF2F
`;

const OLD = `/KMP5 ZABF000000000000

0-0:96.1.1(205C4D246333034353537383234323121)
1-0:1.7.0(0000.98*kW)
0-1:24.3.0(120517020000)(08)(60)(1)(0-1:24.2.1)(m3)
(00124.477)
!
`;

const SUMMER = Date.UTC(2026, 6, 1, 12, 34, 56);

function replay(telegram: string): SimulatedMeter {
  return new SimulatedMeter({ profile: "replay", telegram });
}

describe("a replayed telegram", () => {
  it("shows the time it is sent at, and a CRC that fits", () => {
    const telegram = replay(SPECIFICATION).at(SUMMER);
    verifyCrc(telegram);
    assert.equal(groups(telegram, "0-0:1.0.0"), "260701143456S");
  });

  it("keeps the age of its gas reading, and impossible times as they are", () => {
    const telegram = replay(SPECIFICATION).at(SUMMER);
    assert.equal(groups(telegram, "0-1:24.2.1"), "260701142936S)(12785.123*m3");
    assert.equal(groups(telegram, "0-2:24.2.1"), "632525252525S)(00000.000");
  });

  it("is otherwise the telegram that was pasted", () => {
    const changed = /^(0-0:1\.0\.0|0-1:24\.2\.1|!)/;
    const rest = (text: string[]): string[] => text.filter((line) => !changed.test(line));
    assert.deepEqual(rest(lines(replay(SPECIFICATION).at(SUMMER))), rest(SPECIFICATION.split("\n")));
  });

  it("stays without a CRC where it had none, with the hour that runs for its reading", () => {
    const telegram = replay(OLD).at(SUMMER);
    assert.ok(telegram.toString("latin1").endsWith("(00124.477)\r\n!\r\n"));
    assert.match(groups(telegram, "0-1:24.3.0"), /^260701140000\)\(08\)/);
  });

  const pasted: [string, string][] = [
    ["with CR LF line ends", SPECIFICATION.replaceAll("\n", "\r\n")],
    ["with CR line ends", SPECIFICATION.replaceAll("\n", "\r")],
    ["indented", SPECIFICATION.replaceAll(/^/gm, "    ")],
    ["between other text", `Here it is:\n${SPECIFICATION}and thanks!\n`],
    ["with a CRC in lower case", SPECIFICATION.replace("EF2F", "ef2f")],
  ];
  for (const [how, text] of pasted) {
    it(`is the same when pasted ${how}`, () => {
      assert.deepEqual(replay(text).at(SUMMER), replay(SPECIFICATION).at(SUMMER));
    });
  }

  it("keeps a flag in lower case, and the code 0-0:1.1.0", () => {
    const text = SPECIFICATION.replace("0-0:1.0.0(101209113020W)", "0-0:1.1.0(101209113020w)");
    assert.equal(groups(replay(text).at(SUMMER), "0-0:1.1.0"), "260701143456s");
  });

  it("of a Holley meter gets that maker's CRC", () => {
    const telegram = replay(SPECIFICATION.replace("/ISk5\\2MT382-1000", "/HLY5/D545-METER")).at(SUMMER);
    const end = telegram.lastIndexOf("!") + 1;
    assert.equal(telegram.toString("latin1", end), `${crcText(crc16x25(telegram.subarray(0, end)))}\r\n`);
  });

  it("comes as often as its generation sends", () => {
    assert.equal(replay(SPECIFICATION).period, 1);
    assert.equal(replay(SPECIFICATION.replace("(50)", "(42)")).period, 10);
    assert.equal(replay(OLD).period, 10);
    assert.equal(new SimulatedMeter({ profile: "replay", telegram: OLD, period: 5 }).period, 5);
  });

  for (const text of ["", "no telegram", "/ISk5", "/etc/passwd\n"]) {
    it(`says what to do where ${JSON.stringify(text)} was pasted`, () => {
      const meter = replay(text);
      assert.match(meter.problem ?? "", /no telegram to replay: paste one/);
      assert.throws(() => meter.next(), /no telegram to replay/);
    });
  }
});
