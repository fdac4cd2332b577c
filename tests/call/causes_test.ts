import assert from "node:assert/strict";
import type { CallEvent } from "../../runtime/call/events.ts";
import type { CallsOptions } from "../../runtime/call/calls.ts";
import { FOREIGN_OFFER, Rig, settle } from "./rig.ts";

type Released = Extract<CallEvent, { type: "released" }>;

/** Who ended a call, with which cause, and what its peer was told in SIP. */
type End = readonly [Released["droppedBy"], number, string | null];

const ANSWER = { maxAnswerSeconds: 600, userData: null };
const SILENT_HANG_UP = {
  mediaTimeout: { seconds: 30, action: "hangup" },
} as const;

/** Brings a call to its end. */
type Story = (rig: Rig) => Promise<unknown> | unknown;

/** How a call that came in ends before it is answered. */
const CAME_IN: Readonly<Record<string, [Story, End]>> = {
  "its caller cancels": [
    (rig) => rig.ring().cancel(),
    ["usr", 487, "ring"],
  ],
  "drop": [(rig) => {
    rig.ring();
    rig.last.drop();
  }, ["sys", 603, "hangUp 603"]],
  "drop with a refusal": [(rig) => {
    rig.ring();
    rig.last.drop(486);
  }, ["sys", 486, "hangUp 486"]],
  "drop with what refuses nothing": [(rig) => {
    rig.ring();
    rig.last.drop(200);
  }, ["sys", 603, "hangUp 603"]],
  "reject": [(rig) => {
    rig.ring();
    rig.last.reject();
  }, ["sys", 603, "hangUp 603"]],
  "redirect": [(rig) => {
    rig.ring();
    rig.last.redirect("sip:10.0.0.9");
  }, ["sys", 302, "redirect sip:4001@10.0.0.9"]],
  "nobody takes it": [(rig) => {
    rig.ring();
    rig.clock.wind(3_600_000);
  }, ["sys", 480, "hangUp 480"]],
  "answer, and no port is free": [async (rig) => {
    rig.media.isFull = true;
    rig.ring();
    rig.last.answer(ANSWER);
    await settle();
  }, ["sys", 503, "hangUp 503"]],
  "answer, and no ACK comes": [async (rig) => {
    const session = rig.ring();
    rig.last.answer(ANSWER);
    await settle();
    session.timeOut();
  }, ["sys", 408, "accept"]],
  "answer, and the ACK holds nothing for us": [async (rig) => {
    const session = rig.ring({ offer: null });
    rig.last.answer(ANSWER);
    await settle();
    session.acknowledge(FOREIGN_OFFER);
  }, ["sys", 488, "hangUp 488"]],
};

/** How a call that goes out ends before it is answered. */
const WENT_OUT: Readonly<Record<string, [Story, End]>> = {
  ...Object.fromEntries(
    [404, 480, 486, 500, 603].map((status) => [
      `the far end refuses with ${status}`,
      [
        async (rig: Rig) => (await rig.dial()).session.refuse(status),
        ["usr", status, null],
      ],
    ]),
  ),
  "nobody is heard of": [
    async (rig) => (await rig.dial()).session.timeOut(),
    ["sys", 408, null],
  ],
  "it rings too long": [async (rig) => {
    const { session } = await rig.dial({ maxRingSeconds: 20 });
    session.provisional(180);
    rig.clock.wind(20_000);
  }, ["sys", 408, "hangUp 408"]],
  "drop while it rings": [
    async (rig) => (await rig.dial()).call.drop(),
    ["sys", 487, "hangUp 487"],
  ],
  "the answer holds nothing for us": [
    async (rig) => (await rig.dial()).session.answer(FOREIGN_OFFER),
    ["sys", 488, "hangUp 488"],
  ],
};

type Direction = "inbound" | "outbound";

function up(rig: Rig, direction: Direction) {
  return direction === "inbound" ? rig.inbound() : rig.outbound();
}

/** How a call ends that was answered, in either direction. */
const WAS_UP: Readonly<
  Record<
    string,
    [(rig: Rig, direction: Direction) => Promise<unknown>, End]
  >
> = {
  "its peer hangs up": [
    async (rig, way) => (await up(rig, way)).session.bye(),
    ["usr", 200, null],
  ],
  "drop": [
    async (rig, way) => (await up(rig, way)).call.drop(),
    ["sys", 603, "hangUp 603"],
  ],
  "drop with a cause": [
    async (rig, way) => (await up(rig, way)).call.drop(200),
    ["sys", 200, "hangUp 200"],
  ],
  "max_answer_seconds are over": [async (rig, way) => {
    await up(rig, way);
    rig.clock.wind(599_000);
    assert.equal(rig.calls.size, 1);
    rig.clock.wind(1000);
  }, ["sys", 603, "hangUp 603"]],
  "no command comes for CTI_IDLE_SECONDS": [async (rig, way) => {
    const { call, port } = await up(rig, way);
    call.sendDtmfStart("1");
    rig.clock.wind(598_000);
    port.finish();
    call.nop();
    rig.clock.wind(2000);
  }, ["sys", 603, "hangUp 603"]],
  "its sound is gone, and that is to hang up": [async (rig, way) => {
    (await up(rig, way)).port.fallSilent();
  }, ["sys", 408, "hangUp 408"]],
  "the session is lost": [
    async (rig, way) => (await up(rig, way)).session.timeOut(),
    ["sys", 408, null],
  ],
  "the node closes": [async (rig, way) => {
    await up(rig, way);
    await rig.calls.close(503);
  }, ["sys", 503, "hangUp 503"]],
};

async function check(
  { options, direction, wasUp }: {
    options: Partial<CallsOptions>;
    direction: Direction;
    wasUp: boolean;
  },
  end: (rig: Rig) => Promise<unknown> | unknown,
  [droppedBy, cause, told]: End,
): Promise<void> {
  const rig = new Rig(options);
  await end(rig);
  const released = rig.lastEvent("released");
  rig.only("released");
  assert.deepEqual(
    [released.droppedBy, released.cause, released.callDir],
    [droppedBy, cause, direction],
  );
  assert.equal(released.answerTime !== null, wasUp);
  assert.ok(released.endTime >= released.beginTime);
  const [session] = rig.sessions;
  assert.ok(session.isOver);
  if (told !== null) assert.equal(session.deeds.at(-1), told);
  await rig.assertAtRest();
}

for (
  const [direction, ends] of [
    ["inbound", CAME_IN],
    ["outbound", WENT_OUT],
  ] as const
) {
  for (const [what, [story, end]] of Object.entries(ends)) {
    Deno.test(`not answered, ${direction}; ${what}: ${end[1]} by ${end[0]}`, () =>
      check({ options: {}, direction, wasUp: false }, story, end));
  }
}

for (const direction of ["inbound", "outbound"] as const) {
  for (const [what, [story, end]] of Object.entries(WAS_UP)) {
    const idle = what.includes("IDLE") ? { idleSeconds: 2 } : {};
    const options = { ...SILENT_HANG_UP, ...idle };
    Deno.test(`answered, ${direction}; ${what}: ${end[1]} by ${end[0]}`, () =>
      check(
        { options, direction, wasUp: true },
        (rig) => story(rig, direction),
        end,
      ));
  }
}
