import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { Call } from "../../runtime/call/call.ts";
import type { Meeting } from "../../runtime/call/meeting.ts";
import {
  allowedMethods,
  CALL_METHODS,
  type CallDirection,
  type CallMethod,
  checkMethod,
} from "../../runtime/call/methods.ts";
import type { CallState } from "../../runtime/call/states.ts";
import {
  CONF_ENTER,
  CONNECT,
  PLAY,
  RECEIVE,
  RECORD,
  Rig,
  settle,
} from "./rig.ts";

const ALWAYS = ["exists", "get", "nop", "drop"];
const STARTS = [
  "play_start",
  "record_start",
  "send_dtmf_start",
  "receive_dtmf_start",
  "connect_start",
  "conf_enter",
];

/** Every method that a call in this state listens to. */
const ALLOWED: Record<CallState, readonly string[]> = {
  Initiated: ALWAYS,
  Answer: ALWAYS,
  Idle: [...ALWAYS, ...STARTS],
  Play: [...ALWAYS, "play_stop"],
  Record: [...ALWAYS, "record_stop"],
  SendDtmf: [...ALWAYS, "send_dtmf_stop"],
  ReceiveDtmf: [...ALWAYS, "stop_receive_dtmf_start"],
  Dial: [...ALWAYS, "connect_start"],
  Connect: [...ALWAYS, "connect_stop"],
  Conf: [...ALWAYS, "conf_exit"],
  Released: ["exists"],
};
/** What only an incoming call listens to, and only before it is answered. */
const INBOUND = ["answer", "progress", "redirect", "reject"];
const STATES = Object.keys(ALLOWED) as CallState[];
const METHODS = Object.keys(CALL_METHODS) as CallMethod[];
const DIRECTIONS: readonly CallDirection[] = ["inbound", "outbound"];

function isAllowed(
  method: CallMethod,
  state: CallState,
  direction: CallDirection,
): boolean {
  if (ALLOWED[state].includes(method)) return true;
  return INBOUND.includes(method) && direction === "inbound" &&
    state === "Initiated";
}

function faultOf(work: () => void): CtiError | null {
  try {
    work();
    return null;
  } catch (error) {
    assert.ok(error instanceof CtiError);
    return error;
  }
}

for (const direction of DIRECTIONS) {
  for (const state of STATES) {
    Deno.test(`what an ${direction} call listens to in ${state}`, () => {
      const allowed = METHODS
        .filter((method) => isAllowed(method, state, direction));
      assert.deepEqual(
        allowedMethods(state, direction).sort(),
        allowed.map((method) => `sys.call.${method}`).sort(),
      );
      for (const method of METHODS) {
        const fault = faultOf(() => checkMethod(method, state, direction));
        assert.equal(fault === null, allowed.includes(method), method);
      }
    });
  }
}

Deno.test("a refused method says its name, the state and what would be allowed", () => {
  const fault = faultOf(() => checkMethod("play_start", "Play", "inbound"));
  assert.equal(fault?.fault, "wrongState");
  assert.equal(
    fault?.message,
    'Can not perform method "call.play_start" on a call whose state is "Play"',
  );
  assert.deepEqual(fault?.data, {
    state: "Play",
    allowed_methods: [
      "sys.call.exists",
      "sys.call.get",
      "sys.call.nop",
      "sys.call.drop",
      "sys.call.play_stop",
    ],
  });
});

for (const method of ["answer", "progress", "redirect", "reject"] as const) {
  Deno.test(`${method} is refused on an outbound call in any state`, () => {
    for (const state of STATES) {
      const fault = faultOf(() => checkMethod(method, state, "outbound"));
      assert.equal(fault?.fault, "wrongDirection");
      assert.equal(fault?.message, `Can not ${method} an outbound call.`);
    }
  });
}

/** A conference that lets everybody in. */
const NOBODY_THERE: Meeting = {
  resId: "0.0.0-sys.conf-1",
  enter: (_, over) => ({ leave: over }),
};

/** The commands of a call, for which there is another, by their method. */
const COMMANDS: Record<string, (call: Call, other: Call) => void> = {
  nop: (call) => call.nop(),
  answer: (call) => call.answer({ maxAnswerSeconds: 60, userData: null }),
  progress: (call) => call.progress({ content: null, repeat: 0 }),
  redirect: (call) => call.redirect("10.0.0.9:5060"),
  reject: (call) => call.reject(),
  drop: (call) => call.drop(),
  play_start: (call) => call.playStart(PLAY),
  play_stop: (call) => call.playStop(),
  record_start: (call) => call.recordStart(RECORD),
  record_stop: (call) => call.recordStop(),
  send_dtmf_start: (call) => call.sendDtmfStart("123"),
  send_dtmf_stop: (call) => call.sendDtmfStop(),
  receive_dtmf_start: (call) => call.receiveDtmfStart(RECEIVE),
  stop_receive_dtmf_start: (call) => call.receiveDtmfStop(),
  connect_start: (call, other) => call.connectStart(other, CONNECT),
  connect_stop: (call) => call.connectStop(),
  conf_enter: (call) => call.confEnter(NOBODY_THERE, CONF_ENTER),
  conf_exit: (call) => call.confExit(NOBODY_THERE.resId),
};

type Reach = (rig: Rig) => Promise<Call>;

function acting(start: (call: Call, other: Call) => void): Reach {
  return async (rig) => {
    const { call: other } = await rig.inbound();
    const { call } = await rig.inbound();
    start(call, other);
    await settle();
    return call;
  };
}

/** How a call comes into each state that it can be in today. */
const REACHED: Record<string, Reach> = {
  "inbound Initiated": async (rig) => {
    await settle();
    rig.ring();
    return rig.last;
  },
  "inbound Answer": async (rig) => {
    rig.ring();
    rig.last.answer({ maxAnswerSeconds: 60, userData: null });
    await settle();
    return rig.last;
  },
  "inbound Idle": acting(() => {}),
  "inbound Play": acting(COMMANDS.play_start),
  "inbound Record": acting(COMMANDS.record_start),
  "inbound SendDtmf": acting(COMMANDS.send_dtmf_start),
  "inbound ReceiveDtmf": acting(COMMANDS.receive_dtmf_start),
  "inbound Connect": acting(COMMANDS.connect_start),
  "inbound Conf": acting(COMMANDS.conf_enter),
  "inbound Released": async (rig) => {
    const { call } = await rig.inbound();
    call.drop();
    return call;
  },
  "outbound Initiated": async (rig) => (await rig.dial()).call,
  "outbound Idle": async (rig) => (await rig.outbound()).call,
  "outbound Released": async (rig) => {
    const { call } = await rig.outbound();
    call.drop();
    return call;
  },
};

for (const [name, reach] of Object.entries(REACHED)) {
  const [direction, state] = name.split(" ") as [CallDirection, CallState];
  Deno.test(`every command on an ${name} call does or is refused as the table says`, async () => {
    for (const [method, command] of Object.entries(COMMANDS)) {
      const rig = new Rig();
      const { call: other } = await rig.inbound();
      const call = await reach(rig);
      assert.equal(call.state, state);
      const before = rig.events.length;
      const fault = faultOf(() => command(call, other));
      const allowed = isAllowed(method as CallMethod, state, direction);
      assert.equal(fault === null, allowed, method);
      if (!allowed) {
        assert.equal(call.state, state, method);
        assert.equal(rig.events.length, before, method);
      }
      rig.calls.dropAll();
      await rig.assertAtRest();
    }
  });
}
