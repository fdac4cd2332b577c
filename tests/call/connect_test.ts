import assert from "node:assert/strict";
import type { MixPart } from "../../runtime/core/gain.ts";
import type { ConnectParameters } from "../../runtime/call/parameters.ts";
import { faultOf } from "../support/fault_of.ts";
import { CONNECT, type Party, PLAY, Rig, settle } from "./rig.ts";

/** A connection of two calls that are up. */
class Connection {
  constructor(
    readonly rig: Rig,
    readonly first: Party,
    readonly second: Party,
  ) {}

  static async begin(
    options: Partial<ConnectParameters> = {},
    rig = new Rig(),
  ): Promise<Connection> {
    const [first, second] = await rig.pair();
    first.call.connectStart(second.call, { ...CONNECT, ...options });
    await settle();
    return new Connection(rig, first, second);
  }

  get states(): string[] {
    return [this.first.call.state, this.second.call.state];
  }

  get mix() {
    return this.rig.media.mixes[0];
  }

  part(party: Party): MixPart | undefined {
    return this.mix.members.get(party.port);
  }

  /** The one completed event, which is of the first party. */
  get error(): string | null {
    const completed = this.rig.only("connectCompleted");
    assert.equal(completed.resId, this.first.call.resId);
    return completed.error;
  }

  async end(): Promise<void> {
    this.rig.calls.dropAll();
    await this.rig.assertAtRest();
  }
}

const HEARS_ALL = { listen: true, gain: 1 };
const HEARS_NOBODY = { listen: false, gain: 1 };

for (
  const [connectMode, first, second] of [
    [1, HEARS_ALL, HEARS_ALL],
    [2, HEARS_NOBODY, HEARS_ALL],
    [3, HEARS_ALL, HEARS_NOBODY],
  ] as const
) {
  Deno.test(`connect mode ${connectMode} says who hears whom`, async () => {
    const connection = await Connection.begin({ connectMode });
    assert.deepEqual(connection.part(connection.first), first);
    assert.deepEqual(connection.part(connection.second), second);
    assert.deepEqual(connection.states, ["Connect", "Connect"]);
    await connection.end();
  });
}

Deno.test("local_volume is of the first party's voice, remote_volume of the second's", async () => {
  const connection = await Connection.begin({
    localVolume: 50,
    remoteVolume: 200,
  });
  assert.equal(connection.part(connection.first)?.gain, 0.5);
  assert.equal(connection.part(connection.second)?.gain, 2);
  await connection.end();
});

Deno.test("connect_stop parts the two: no error, both Idle, only the first is told of", async () => {
  const connection = await Connection.begin();
  const { first, second, rig } = connection;
  rig.clock.wind(5000);
  first.call.connectStop();
  assert.deepEqual(connection.states, ["Idle", "Idle"]);
  assert.equal(connection.error, null);
  const { beginTime, endTime, userData } = rig.only("connectCompleted");
  assert.equal(endTime - beginTime, 5);
  assert.equal(userData, "visit 5");
  assert.equal(connection.mix.isClosed, true);
  assert.ok(!rig.told(second.call.resId).includes("connectCompleted"));
  await connection.end();
});

Deno.test("after max_seconds both are Idle and the error is bridge timeout", async () => {
  const connection = await Connection.begin({ maxSeconds: 10 });
  connection.rig.clock.wind(9999);
  assert.deepEqual(connection.states, ["Connect", "Connect"]);
  connection.rig.clock.wind(1);
  assert.deepEqual(connection.states, ["Idle", "Idle"]);
  assert.equal(connection.error, "bridge timeout");
  await connection.end();
});

const HANG_UPS: Record<string, (party: Party) => void> = {
  "hangs up": ({ session }) => session.bye(),
  "is dropped": ({ call }) => call.drop(),
  "is lost": ({ session }) => session.timeOut(),
};

for (const [how, hangUp] of Object.entries(HANG_UPS)) {
  for (const who of ["first", "second"] as const) {
    Deno.test(`the ${who} party ${how}: the other one is Idle and can go on at once`, async () => {
      const connection = await Connection.begin();
      const { rig } = connection;
      const left = who === "first" ? connection.second : connection.first;
      let stateThen = "";
      rig.onEvent = ({ type }) => {
        if (type !== "connectCompleted") return;
        stateThen = left.call.state;
        left.call.playStart(PLAY);
      };
      hangUp(connection[who]);
      assert.equal(connection.error, "hungup when bridge");
      assert.equal(stateThen, "Idle");
      assert.equal(left.call.state, "Play");
      assert.equal(connection[who].call.state, "Released");
      rig.onEvent = () => {};
      await connection.end();
    });
  }
}

Deno.test("both hang up at the same instant: one completed event, two ends", async () => {
  const connection = await Connection.begin();
  const { rig, first, second } = connection;
  second.session.bye();
  first.session.bye();
  assert.equal(connection.error, "hungup when bridge");
  const ends = rig.told().filter((type) => type === "released");
  assert.equal(ends.length, 2);
  await rig.assertAtRest();
});

Deno.test("whatever ends a connection first says why", async () => {
  const connection = await Connection.begin({ maxSeconds: 1 });
  const { rig, first, second } = connection;
  rig.onEvent = ({ type }) => {
    if (type === "connectCompleted") rig.clock.wind(2000);
  };
  first.call.connectStop();
  second.session.bye();
  assert.equal(connection.error, null);
  await connection.end();
});

Deno.test("keys of either party do not end a connection, and are passed on to the other one after the other", async () => {
  const connection = await Connection.begin();
  const { first, second } = connection;
  first.port.press("#*0");
  second.session.inform("7");
  assert.deepEqual(second.port.deeds, ["send #"]);
  assert.deepEqual(first.port.deeds, ["send 7"]);
  second.port.finish();
  assert.deepEqual(second.port.deeds, ["send #", "send *0"]);
  second.port.finish();
  assert.deepEqual(second.port.running, []);
  assert.deepEqual(connection.states, ["Connect", "Connect"]);
  await connection.end();
});

Deno.test("what is a tone already is not passed on as a key", async () => {
  const connection = await Connection.begin();
  connection.first.port.press("5", "tone");
  assert.deepEqual(connection.second.port.deeds, []);
  await connection.end();
});

Deno.test("keys are passed on to nobody who does not hear the other, nor after the end", async () => {
  const connection = await Connection.begin({
    connectMode: 2,
    recordFile: "talk.wav",
  });
  const { first, second, rig } = connection;
  second.port.press("1");
  assert.deepEqual(first.port.deeds, []);
  first.port.press("12");
  rig.sound.disk.shut();
  first.call.connectStop();
  assert.deepEqual(second.port.running, []);
  first.port.press("3");
  assert.deepEqual(second.port.deeds, ["send 1"]);
  rig.sound.disk.open();
  await connection.end();
});

Deno.test("who presses more keys than can be passed on fills no memory", async () => {
  const connection = await Connection.begin();
  connection.first.port.press("1".repeat(1000));
  connection.second.port.finish();
  assert.deepEqual(connection.second.port.deeds, [
    "send 1",
    `send ${"1".repeat(32)}`,
  ]);
  await connection.end();
});

Deno.test("only the first party may stop a connection", async () => {
  const connection = await Connection.begin();
  const fault = faultOf(() => connection.second.call.connectStop());
  assert.equal(fault.fault, "wrongState");
  assert.deepEqual(connection.states, ["Connect", "Connect"]);
  await connection.end();
});

Deno.test("a second party that is busy is refused with its own state, and nothing changes", async () => {
  const rig = new Rig();
  const [first, second] = await rig.pair();
  second.call.playStart(PLAY);
  const fault = faultOf(() => first.call.connectStart(second.call, CONNECT));
  assert.equal(fault.fault, "wrongState");
  assert.equal(
    fault.message,
    'Can not perform method "call.connect_start" on a bridge call whose state is "Play"',
  );
  assert.equal(fault.data?.state, "Play");
  assert.equal(first.call.state, "Idle");
  assert.equal(rig.media.openMixes, 0);
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("a first party that is busy is refused with its state", async () => {
  const rig = new Rig();
  const [first, second] = await rig.pair();
  first.call.playStart(PLAY);
  const fault = faultOf(() => first.call.connectStart(second.call, CONNECT));
  assert.equal(
    fault.message,
    'Can not perform method "call.connect_start" on a call whose state is "Play"',
  );
  assert.equal(second.call.state, "Idle");
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("a call is not connected with itself", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  const fault = faultOf(() => call.connectStart(call, CONNECT));
  assert.equal(fault.fault, "badParams");
  assert.equal(fault.data?.param, "call_res_id");
  assert.equal(call.state, "Idle");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("without a mix for them both are Idle again, with bridge error", async () => {
  const rig = new Rig();
  rig.media.hasNoMix = true;
  const connection = await Connection.begin({}, rig);
  assert.deepEqual(connection.states, ["Idle", "Idle"]);
  assert.equal(connection.error, "bridge error");
  await connection.end();
});

Deno.test("neither party rests while it is connected; both do afterwards", async () => {
  const connection = await Connection.begin({
    maxSeconds: 100,
  }, new Rig({ idleSeconds: 10 }));
  connection.rig.clock.wind(50_000);
  assert.deepEqual(connection.states, ["Connect", "Connect"]);
  connection.first.call.connectStop();
  connection.rig.clock.wind(10_000);
  assert.deepEqual(connection.states, ["Released", "Released"]);
  await connection.rig.assertAtRest();
});

Deno.test("max_answer_seconds of either go on while they are connected", async () => {
  const connection = await Connection.begin({ maxSeconds: 10_000 });
  connection.rig.clock.wind(600_000);
  assert.deepEqual(connection.states, ["Released", "Released"]);
  assert.equal(connection.error, "hungup when bridge");
  await connection.rig.assertAtRest();
});
