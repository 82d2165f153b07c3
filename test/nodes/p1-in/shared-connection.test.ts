import assert from "node:assert/strict";
import type { ConnectionEvent, ConnectionListener, ConnectionStatus } from "../../../lib/connection/types";
import { type Shareable, SharedConnection } from "../../../nodes/p1-in/shared-connection";
import { FakeClock, settled } from "../../lib/connection/support";

class FakeConnection implements Shareable {
  readonly calls: string[] = [];
  readonly listeners = new Set<ConnectionListener>();
  status: ConnectionStatus = { state: "closed", to: "the meter", hint: "" };

  open(): void {
    this.calls.push("open");
  }

  close(): Promise<void> {
    this.calls.push("close");
    return Promise.resolve();
  }

  addListener(listener: ConnectionListener): () => void {
    this.listeners.add(listener);
    listener.onStatus(this.status);
    return () => void this.listeners.delete(listener);
  }

  emit(event: ConnectionEvent): void {
    for (const listener of this.listeners) listener.onEvent(event);
  }
}

class User implements ConnectionListener {
  readonly states: string[] = [];
  readonly events: string[] = [];
  onFrame = (): void => undefined;
  onEvent = ({ event }: ConnectionEvent): unknown => this.events.push(event);
  onStatus = ({ state }: ConnectionStatus): unknown => this.states.push(state);
}

const timestamp = "2024-01-01T00:00:00.000Z";
const connected: ConnectionEvent = { event: "connected", to: "the meter", text: "connected", timestamp };
const resumed: ConnectionEvent = { event: "data-resumed", text: "telegrams arrive", timestamp };

describe("SharedConnection", () => {
  let clock: FakeClock;
  let connection: FakeConnection;
  let shared: SharedConnection;

  beforeEach(() => {
    clock = new FakeClock();
    connection = new FakeConnection();
    shared = new SharedConnection(connection, clock);
  });

  it("opens with the first user, and not in the call that makes it one", async () => {
    shared.subscribe(new User());
    shared.subscribe(new User());
    assert.deepEqual(connection.calls, []);
    await settled();
    assert.deepEqual(connection.calls, ["open"]);
  });

  it("opens nothing for a user that left at once", async () => {
    shared.subscribe(new User())();
    await settled();
    assert.deepEqual(connection.calls, []);
  });

  it("lingers a second after the last user", async () => {
    const leave = [shared.subscribe(new User()), shared.subscribe(new User())];
    await settled();
    leave[0]!();
    await clock.pass(5);
    assert.deepEqual(connection.calls, ["open"]);
    leave[1]!();
    leave[1]!();
    await clock.pass(0.9);
    assert.deepEqual(connection.calls, ["open"]);
    await clock.pass(0.2);
    assert.deepEqual(connection.calls, ["open", "close"]);
  });

  it("keeps the connection for a user that comes back within the second", async () => {
    const leave = shared.subscribe(new User());
    await settled();
    leave();
    await clock.pass(0.9);
    shared.subscribe(new User());
    await clock.pass(5);
    assert.equal(connection.calls.includes("close"), false);
    assert.equal(clock.pending, 0);
  });

  it("opens again for a user that comes later", async () => {
    const leave = shared.subscribe(new User());
    await settled();
    leave();
    await clock.pass(2);
    shared.subscribe(new User());
    await settled();
    assert.deepEqual(connection.calls, ["open", "close", "open"]);
  });

  it("gives a new user the status at once, and soon the last event", async () => {
    shared.subscribe(new User());
    connection.emit(connected);
    connection.emit(resumed);
    connection.status = { state: "receiving", to: "the meter", hint: "" };
    const late = new User();
    shared.subscribe(late);
    assert.deepEqual(late.states, ["receiving"]);
    assert.deepEqual(late.events, []);
    await settled();
    assert.deepEqual(late.events, ["data-resumed"]);
  });

  it("gives a new user no old event after a newer one", async () => {
    shared.subscribe(new User());
    connection.emit(connected);
    const late = new User();
    shared.subscribe(late);
    connection.emit(resumed);
    await settled();
    assert.deepEqual(late.events, ["data-resumed"]);
  });

  it("gives nobody an event from before the connection was closed", async () => {
    const leave = shared.subscribe(new User());
    connection.emit(resumed);
    leave();
    await clock.pass(2);
    const late = new User();
    shared.subscribe(late);
    await settled();
    assert.deepEqual(late.events, []);
  });

  it("gives nothing to a user that left", async () => {
    const user = new User();
    shared.subscribe(new User());
    connection.emit(resumed);
    shared.subscribe(user)();
    connection.emit(connected);
    await settled();
    assert.deepEqual(user.events, []);
  });

  it("leaves neither timer nor listener when closed, whoever still uses it", async () => {
    const leave = shared.subscribe(new User());
    await settled();
    const closing = shared.close();
    leave();
    await closing;
    await clock.pass(5);
    assert.deepEqual(connection.calls, ["open", "close"]);
    assert.equal(clock.pending, 0);
    assert.equal(connection.listeners.size, 0);
  });

  it("opens nothing any more once it was closed", async () => {
    shared.subscribe(new User());
    await shared.close();
    shared.subscribe(new User());
    await settled();
    assert.deepEqual(connection.calls, ["close"]);
  });
});
