import assert from "node:assert/strict";
import { type SerialPort, SerialPortMock } from "serialport";
import { SerialSource } from "../../../lib/source/serial";
import { Witness } from "./support";

/** The mock's class stands in for the real one; only its binding differs. */
const mocked = (): Promise<{ SerialPort: typeof SerialPort }> =>
  Promise.resolve({ SerialPort: SerialPortMock as unknown as typeof SerialPort });

const MockBinding = SerialPortMock.binding;
const PATH = "/dev/ttyUSB7";
type Opened = Awaited<ReturnType<typeof MockBinding.open>>;

describe("SerialSource on a port that a PTY cannot play", () => {
  const open = MockBinding.open.bind(MockBinding);
  let ports: Opened[];
  /** Each `set` of the modem lines. */
  let sets: Record<string, unknown>[];
  let source: SerialSource;

  beforeEach(() => {
    ports = [];
    sets = [];
    MockBinding.createPort(PATH, { echo: false, record: true });
    MockBinding.open = async (options) => watched(await open(options));
  });

  afterEach(async () => {
    await source.close();
    MockBinding.open = open;
    MockBinding.reset();
  });

  function watched(port: Opened): Opened {
    const set = port.set.bind(port);
    port.set = (options) => {
      sets.push({ ...options });
      return set(options);
    };
    ports.push(port);
    return port;
  }

  for (const dataRequest of ["rts", "dtr"] as const) {
    it(`raises ${dataRequest.toUpperCase()} when it is open, where it is asked to`, async () => {
      source = new SerialSource({ path: PATH, dataRequest }, mocked);
      const witness = new Witness(source);
      await witness.opened();
      assert.equal(sets.length, 1);
      assert.equal(sets[0]![dataRequest], true);
      assert.deepEqual(witness.warnings, []);
    });
  }

  it("leaves the modem lines alone where it is not asked to raise one", async () => {
    source = new SerialSource({ path: PATH }, mocked);
    await new Witness(source).opened();
    assert.deepEqual(sets, []);
  });

  it("opens with the line settings it was given, with exclusive access", async () => {
    const line = { baudRate: 9600, dataBits: 7, parity: "even", stopBits: 1 } as const;
    source = new SerialSource({ path: PATH, line }, mocked);
    await new Witness(source).opened();
    const { baudRate, dataBits, parity, stopBits, lock } = ports[0]!.openOptions;
    assert.deepEqual({ baudRate, dataBits, parity, stopBits, lock }, { ...line, lock: true });
  });

  it("does not open at all when it is closed at once", async () => {
    source = new SerialSource({ path: PATH }, mocked);
    new Witness(source);
    await source.close();
    assert.deepEqual(ports, []);
  });

  it("waits on close for an opening that hangs, and frees the port when it has opened", async () => {
    let go: () => void = () => undefined;
    const hangs = new Promise<void>((resolve) => (go = resolve));
    const asked = new Promise<void>((resolve) => {
      MockBinding.open = async (options) => {
        resolve();
        await hangs;
        return watched(await open(options));
      };
    });
    source = new SerialSource({ path: PATH }, mocked);
    const witness = new Witness(source);
    await asked;
    let closed = false;
    const closing = source.close().then(() => (closed = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(closed, false);
    go();
    await closing;
    assert.equal(ports[0]!.isOpen, false);
    assert.deepEqual(witness.called, []);
  });
});
