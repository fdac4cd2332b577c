import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { ConstructParameters } from "../../runtime/call/parameters.ts";
import { FakeSession } from "../support/fake_session.ts";
import { CONSTRUCT, FOREIGN_OFFER, OFFER, type Party, Rig } from "./rig.ts";

Deno.test("construct replies when the INVITE is on its way", async () => {
  const rig = new Rig();
  const { resId, processId } = await rig.calls.construct(CONSTRUCT);
  assert.equal(resId, `0.0.0-sys.call-${processId}`);
  assert.equal(rig.invitations.length, 1);
  assert.equal(rig.invitations[0].to, "sip:13800138000@192.0.2.7");
  assert.match(rig.sessions[0].described ?? "", /m=audio 20000 /);
  assert.equal(rig.calls.get(resId).state, "Initiated");
  assert.deepEqual(rig.told(), []);
});

Deno.test("ringing is told once, at the first 180 or 183", async () => {
  const rig = new Rig();
  const { session } = await rig.dial();
  session.provisional(181);
  assert.deepEqual(rig.told(), []);
  session.provisional(183, OFFER);
  session.provisional(180);
  assert.equal(rig.only("ringing").userData, "order 7");
});

Deno.test("an answer is told and sets the stream", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.dial();
  rig.clock.wind(4000);
  session.answer(OFFER);
  assert.equal(call.state, "Idle");
  assert.equal(port.streams.length, 1);
  const { error, beginTime, answerTime, endTime, userData } = rig.only(
    "dialCompleted",
  );
  assert.deepEqual(
    [error, answerTime, endTime, userData],
    [null, beginTime + 4, beginTime + 4, "order 7"],
  );
});

Deno.test("a 200 without a description takes the one of the 183", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.dial();
  session.provisional(183, OFFER);
  session.answer(null);
  assert.equal(call.state, "Idle");
  assert.equal(port.streams.length, 1);
});

Deno.test("what the far end says before it answers is heard, and told once", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.dial();
  session.provisional(183, OFFER);
  session.provisional(183, OFFER.replace("4000", "4002"));
  assert.deepEqual(rig.told(), ["ringing", "earlyMedia"]);
  assert.equal(rig.only("earlyMedia").userData, "order 7");
  assert.deepEqual(port.streams.map(({ remote }) => remote?.port), [
    4000,
    4002,
  ]);
  session.answer(OFFER);
  assert.equal(call.state, "Idle");
  assert.equal(port.streams.at(-1)?.remote?.port, 4000);
});

for (const early of [FOREIGN_OFFER, "nonsense"]) {
  Deno.test(`early media of ${early.slice(0, 4)} that we cannot do is not told, and spoils nothing`, async () => {
    const rig = new Rig();
    const { call, session, port } = await rig.dial();
    session.provisional(183, early);
    assert.deepEqual(rig.told(), ["ringing"]);
    assert.deepEqual(port.streams, []);
    session.answer(OFFER);
    assert.equal(call.state, "Idle");
  });
}

Deno.test("a far end that holds early media back is not told as heard, nor as holding", async () => {
  const rig = new Rig();
  const { session } = await rig.dial();
  session.provisional(183, `${OFFER}a=inactive\r\n`);
  session.provisional(183, `${OFFER}a=recvonly\r\n`);
  assert.deepEqual(rig.told(), ["ringing"]);
  session.provisional(183, `${OFFER}a=sendonly\r\n`);
  assert.deepEqual(rig.told(), ["ringing", "earlyMedia"]);
});

for (const answer of [null, FOREIGN_OFFER, "not a description"]) {
  Deno.test(`an answer of ${answer?.slice(0, 5) ?? "nothing"} fails the dial and ends the call`, async () => {
    const rig = new Rig();
    const { session } = await rig.dial();
    session.answer(answer);
    assert.deepEqual(session.deeds, ["hangUp 488"]);
    assert.equal(rig.only("dialCompleted").error, "dial failed");
    assert.equal(rig.only("released").cause, 488);
    await rig.assertAtRest();
  });
}

/** How a dial fails: what is told, and who ended the call with which cause. */
const FAILURES: readonly [
  what: string,
  fail: (party: Party, rig: Rig) => void,
  error: string,
  cause: number,
  droppedBy: "sys" | "usr",
][] = [
  ["busy", ({ session }) => session.refuse(486), "dial failed", 486, "usr"],
  ["declined", ({ session }) => session.refuse(603), "dial failed", 603, "usr"],
  [
    "not found",
    ({ session }) => session.refuse(404),
    "dial failed",
    404,
    "usr",
  ],
  [
    "no response",
    ({ session }) => session.timeOut(),
    "dial failed",
    408,
    "sys",
  ],
  [
    "ringing too long",
    ({ session }, rig) => {
      session.provisional(180);
      rig.clock.wind(50_000);
    },
    "dial timeout",
    408,
    "sys",
  ],
  ["dropped", ({ call }) => call.drop(603), "dial error", 487, "sys"],
];

for (const [what, fail, error, cause, droppedBy] of FAILURES) {
  Deno.test(`${what}: "${error}", and released with ${cause} by ${droppedBy}`, async () => {
    const rig = new Rig();
    const party = await rig.dial();
    fail(party, rig);
    assert.deepEqual(rig.told().slice(-2), ["dialCompleted", "released"]);
    const dialled = rig.only("dialCompleted");
    assert.deepEqual([dialled.error, dialled.answerTime], [error, null]);
    const released = rig.only("released");
    assert.deepEqual(
      [released.cause, released.droppedBy, released.answerTime],
      [cause, droppedBy, null],
    );
    assert.equal(released.callDir, "outbound");
    assert.equal(party.session.isOver, true);
    await rig.assertAtRest();
  });
}

Deno.test("an INVITE that fails on the spot is a dial that failed", async () => {
  const session = new FakeSession();
  session.timeOut();
  const rig = new Rig({ invite: () => session });
  const { processId } = await rig.calls.construct(CONSTRUCT);
  assert.ok(processId > 0);
  assert.deepEqual(rig.told(), ["dialCompleted", "released"]);
  assert.equal(rig.only("dialCompleted").error, "dial failed");
  await rig.assertAtRest();
});

Deno.test("max_ring_seconds count from the far end's ringing", async () => {
  const rig = new Rig();
  const { session } = await rig.dial({ maxRingSeconds: 10 });
  rig.clock.wind(30_000);
  session.provisional(180);
  rig.clock.wind(9_999);
  assert.deepEqual(rig.told(), ["ringing"]);
  rig.clock.wind(1);
  assert.deepEqual(session.deeds, ["hangUp 408"]);
});

Deno.test("a far end that never rings is given 32 s more than max_ring_seconds", async () => {
  const rig = new Rig();
  await rig.dial({ maxRingSeconds: 10 });
  rig.clock.wind(41_999);
  assert.deepEqual(rig.told(), []);
  rig.clock.wind(1);
  assert.equal(rig.only("dialCompleted").error, "dial timeout");
  await rig.assertAtRest();
});

Deno.test("max_answer_seconds count from the answer", async () => {
  const rig = new Rig();
  const { session } = await rig.dial({ maxAnswerSeconds: 5 });
  session.provisional(180);
  rig.clock.wind(40_000);
  session.answer(OFFER);
  rig.clock.wind(4_999);
  assert.equal(rig.calls.size, 1);
  rig.clock.wind(1);
  const { cause, droppedBy } = rig.only("released");
  assert.deepEqual([cause, droppedBy], [603, "sys"]);
  await rig.assertAtRest();
});

Deno.test("max_answer_seconds do not end a call that still rings", async () => {
  const rig = new Rig();
  const { session } = await rig.dial({ maxAnswerSeconds: 1 });
  session.provisional(180);
  rig.clock.wind(40_000);
  assert.equal(rig.calls.size, 1);
});

async function refusal(
  rig: Rig,
  changes: Partial<ConstructParameters> = {},
): Promise<CtiError> {
  try {
    await rig.calls.construct({ ...CONSTRUCT, ...changes });
  } catch (error) {
    assert.ok(error instanceof CtiError);
    assert.deepEqual(rig.told(), []);
    await rig.assertAtRest();
    return error;
  }
  assert.fail("the dial was not refused");
}

Deno.test("an address that is none is refused before anything is done", async () => {
  const rig = new Rig();
  const error = await refusal(rig, { toUri: "a b@192.0.2.7" });
  assert.equal(error.fault, "badParams");
  assert.equal(error.message, "不支持的 SIP URI 表达式: a b@192.0.2.7");
  assert.equal(error.data?.param, "to_uri");
  assert.equal(rig.media.ports.length, 0);
});

Deno.test("a caller's address that is none is refused by its name", async () => {
  const error = await refusal(new Rig(), { fromUri: "@" });
  assert.equal(error.data?.param, "from_uri");
});

Deno.test("a bare number without a gateway is refused, naming CTI_GATEWAY", async () => {
  const error = await refusal(new Rig(), { toUri: "13800138000" });
  assert.equal(error.fault, "dialRefused");
  assert.match(error.message, /CTI_GATEWAY/);
});

Deno.test("no port free refuses the dial, and there is no call", async () => {
  const rig = new Rig();
  rig.media.isFull = true;
  assert.equal((await refusal(rig)).fault, "overloaded");
});

Deno.test("an INVITE that cannot be sent refuses the dial and leaves no port", async () => {
  const rig = new Rig({
    invite: () => {
      throw new Error("no route to host");
    },
  });
  assert.equal((await refusal(rig)).fault, "dialRefused");
});

Deno.test("past max_calls a dial is refused", async () => {
  const rig = new Rig({ maxCalls: 1 });
  await rig.dial();
  await assert.rejects(
    rig.calls.construct(CONSTRUCT),
    (error) => error instanceof CtiError && error.fault === "overloaded",
  );
});

Deno.test("dials under way count towards max_calls", async () => {
  const rig = new Rig({ maxCalls: 1 });
  rig.media.opening.shut();
  const first = rig.calls.construct(CONSTRUCT);
  await assert.rejects(rig.calls.construct(CONSTRUCT));
  assert.deepEqual(rig.ring().deeds, ["hangUp 503"]);
  rig.media.opening.open();
  await first;
});
