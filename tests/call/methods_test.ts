import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { Call } from "../../runtime/call/call.ts";
import { CALL_METHODS, type CallMethod } from "../../runtime/call/methods.ts";
import { CALL_STATES, type CallState } from "../../runtime/call/states.ts";
import {
  CONF_ENTER,
  CONNECT,
  CONSTRUCT,
  PLAY,
  RECEIVE,
  RECORD,
  Rig,
  settle,
} from "./rig.ts";
import {
  isSecondParty,
  ROOM,
  type Situation,
  SITUATIONS,
} from "./situations.ts";

type Methods = readonly CallMethod[];

const METHODS = Object.keys(CALL_METHODS) as CallMethod[];
const ALWAYS: Methods = ["exists", "get", "nop", "drop"];

/** What a call in a state listens to, as `sys.call.rst` has it. */
const ALLOWED: Record<CallState, Methods> = {
  Initiated: ALWAYS,
  Answer: ALWAYS,
  Idle: [
    ...ALWAYS,
    "play_start",
    "record_start",
    "send_dtmf_start",
    "receive_dtmf_start",
    "connect_start",
    "conf_enter",
  ],
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
const INBOUND: Methods = ["answer", "progress", "redirect", "reject"];

/** Where a method leads, if not into the state that there was. */
const LEADS: Partial<Record<CallMethod, CallState>> = {
  answer: "Answer",
  redirect: "Released",
  reject: "Released",
  drop: "Released",
  play_start: "Play",
  play_stop: "Idle",
  record_start: "Record",
  record_stop: "Idle",
  send_dtmf_start: "SendDtmf",
  send_dtmf_stop: "Idle",
  receive_dtmf_start: "ReceiveDtmf",
  stop_receive_dtmf_start: "Idle",
  connect_start: "Connect",
  connect_stop: "Idle",
  conf_enter: "Conf",
  conf_exit: "Idle",
};

/** A call's commands; there is another call that is Idle. */
const COMMANDS: Record<
  Exclude<CallMethod, "exists">,
  (call: Call, other: Call) => void
> = {
  get: (call) => void call.snapshot(),
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
  conf_enter: (call) => call.confEnter(ROOM, CONF_ENTER),
  conf_exit: (call) => call.confExit(ROOM.resId),
};

function allowedIn(situation: Situation): Methods {
  const { state, direction } = situation;
  const inbound = direction === "inbound" && state === "Initiated"
    ? INBOUND
    : [];
  const second = isSecondParty(situation);
  return [...ALLOWED[state], ...inbound]
    .filter((method) => !(second && method === "connect_stop"));
}

/** Why a method is refused. */
function refusalOf(method: string, { state, direction }: Situation): string {
  if (direction === "outbound" && INBOUND.some((name) => name === method)) {
    return `Can not ${method} an outbound call.`;
  }
  if (ALLOWED[state].some((name) => name === method)) {
    return `Only the first party of a connection may ${method}`;
  }
  return `Can not perform method "call.${method}" on a call whose state is "${state}"`;
}

/** All that has happened in the world of a rig. */
function traceOf({ sessions, media, events, invitations }: Rig) {
  return {
    sessions: sessions.map(({ deeds }) => [...deeds]),
    ports: media.ports.map(({ deeds, running }) => [...deeds, ...running]),
    mixes: media.mixes.map(({ members, isClosed }) => [members.size, isClosed]),
    events: events.length,
    invitations: invitations.length,
  };
}

/** What a refused command throws; it may throw nothing else. */
function faultOf(work: () => void): CtiError | null {
  try {
    work();
    return null;
  } catch (error) {
    assert.ok(error instanceof CtiError, String(error));
    return error;
  }
}

function assertRefused(
  fault: CtiError,
  situation: Situation,
  message: string,
): void {
  const { state } = situation;
  assert.equal(fault.message, message);
  const { state: told, allowed_methods } = fault.data as {
    state: string;
    allowed_methods: string[];
  };
  assert.equal(told, state);
  const allowed = allowedIn(situation).map((method) => `sys.call.${method}`);
  assert.deepEqual([...allowed_methods].sort(), allowed.sort());
}

/** A call in this situation, another one that is Idle, and what is done. */
async function inSituation(
  situation: Situation,
  act: (rig: Rig, call: Call, other: Call) => Promise<void>,
): Promise<void> {
  const rig = new Rig();
  const { call: other } = await rig.inbound();
  const call = await situation.reach(rig);
  assert.equal(call.state, situation.state);
  await act(rig, call, other);
  rig.calls.dropAll();
  await rig.assertAtRest();
}

async function command(
  situation: Situation,
  method: keyof typeof COMMANDS,
): Promise<void> {
  await inSituation(situation, async (rig, call, other) => {
    const before = traceOf(rig);
    const fault = faultOf(() => COMMANDS[method](call, other));
    if (fault) {
      assertRefused(fault, situation, refusalOf(method, situation));
      assert.deepEqual(traceOf(rig), before);
    }
    const isAllowed = allowedIn(situation).includes(method);
    assert.equal(fault === null, isAllowed, method);
    await settle();
    const leads = isAllowed && LEADS[method] || situation.state;
    assert.equal(call.state, leads, method);
  });
}

for (const situation of SITUATIONS) {
  const { direction, state, as = "" } = situation;
  const what = `an ${direction} call in ${state} ${as}`.trim();

  Deno.test(`${what}: every method does what the table says, or is refused and nothing happens`, async () => {
    for (const method of Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]) {
      await command(situation, method);
    }
  });

  Deno.test(`${what}: whether it exists`, async () => {
    await inSituation(situation, (rig, call) => {
      const found = rig.calls.find(call.resId);
      assert.equal(found, state === "Released" ? undefined : call);
      return Promise.resolve();
    });
  });

  Deno.test(`${what}: another call is dialled for it only if it is Idle`, async () => {
    await inSituation(situation, async (rig, call) => {
      const before = traceOf(rig);
      const fault = faultOf(() => void call.awaitDialled(null));
      if (state === "Idle") return assert.equal(call.state, "Dial");
      assert.ok(fault);
      const text =
        `Can not construct a call with parent call's state is "${state}"`;
      assertRefused(fault, situation, text);
      assert.deepEqual(traceOf(rig), before);
      await assert.rejects(
        rig.calls.construct({ ...CONSTRUCT, parentResId: call.resId }),
        CtiError,
      );
      assert.deepEqual(traceOf(rig), before);
    });
  });

  Deno.test(`${what}: another call is connected with it only if it is Idle`, async () => {
    await inSituation(situation, (rig, call, other) => {
      const before = traceOf(rig);
      const fault = faultOf(() => other.connectStart(call, CONNECT));
      if (state === "Idle") assert.equal(call.state, "Connect");
      else {
        assert.ok(fault);
        const text =
          `Can not perform method "call.connect_start" on a bridge call whose state is "${state}"`;
        assertRefused(fault, situation, text);
        assert.deepEqual(traceOf(rig), before);
        assert.equal(other.state, "Idle");
      }
      return Promise.resolve();
    });
  });
}

Deno.test("every state is looked at, in each direction that has it", () => {
  const seen = new Set(
    SITUATIONS.map(({ direction, state }) => `${direction} ${state}`),
  );
  const all = CALL_STATES.flatMap((state) =>
    state === "Answer"
      ? [`inbound ${state}`]
      : [`inbound ${state}`, `outbound ${state}`]
  );
  assert.deepEqual([...seen].sort(), all.sort());
});

Deno.test("every method is commanded", () => {
  const commanded = ["exists", ...Object.keys(COMMANDS)];
  assert.deepEqual(commanded.sort(), [...METHODS].sort());
});
