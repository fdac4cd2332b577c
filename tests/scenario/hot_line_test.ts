import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";

const CALLER = "13800138000";
const AGENT = "8001";
const DIALECT = { dialect: LEGACY };
const LIMITS = { max_answer_seconds: 21600, max_ring_seconds: 45 };

/** A caller in the IVR, and an agent who can be called for him. */
async function hotLine(room: PhoneRoom) {
  await room.prompt("ring.wav", 400);
  await room.prompt("next.wav", 600);
  const agent = room.phone(AGENT);
  const { line, res_id } = await room.answered(room.phone(CALLER), "call-1");
  return { app: room.app, agent, caller: line, parent: res_id };
}

type HotLine = Awaited<ReturnType<typeof hotLine>>;

/** The agent is called for the caller; gives the new call. */
async function dial(line: HotLine, more: object = {}): Promise<string> {
  const { res_id, ipsc_info } = await line.app.call("construct", {
    ...LIMITS,
    to_uri: line.agent.uri,
    from_uri: "02066304057",
    parent_call_res_id: line.parent,
    ring_play_file: "ring.wav",
    user_data: "dial-1",
    ref_res_id: line.parent,
    ...more,
  });
  assert.match(res_id, /^0\.0\.0-sys\.call-\d+$/);
  assert.ok(Number.isInteger(ipsc_info.process_id));
  return res_id;
}

/** The same, the agent picks up, and both are connected and hear each other. */
async function connected(line: HotLine, more: object = {}) {
  const { app, agent, caller, parent } = line;
  const child = await dial(line);
  const ringing = await agent.rings();
  // The file is played again and again: 400 ms of it, and 1000 heard on end.
  await caller.ear.hears(["ring.wav"], 1000);
  const desk = await ringing.picksUp();
  const dialled = await app.told("dial_completed", child);
  assert.deepEqual([dialled.error, dialled.user_data], [null, "dial-1"]);
  assert.ok(dialled.begin_time <= dialled.answer_time);
  await caller.hears();
  const bridge = { res_id: parent, call_res_id: child, connect_mode: 1 };
  const reply = await app.ask("connect_start", {
    ...bridge,
    max_seconds: 21600,
    local_volume: null,
    schedule_play_loop: 1,
    ...more,
  });
  assert.equal(reply.result, null, JSON.stringify(reply));
  await Promise.all([caller.hears(AGENT), desk.hears(CALLER)]);
  return { child, desk };
}

/** The IVR goes on with the caller. */
async function next({ app, caller, parent }: HotLine): Promise<void> {
  const play = { res_id: parent, content: [["next.wav", 7, ""]] };
  const played = await app.act("play_start", play);
  assert.deepEqual([played.error, played.user_data], [null, "call-1"]);
  await caller.hears();
  // The frames in which it begins and ends may be half of it.
  assert.ok(caller.ear.msOf("next.wav") >= 560);
}

inRoom(
  "scenario 3: an agent is dialled for a caller, connected, hangs up, and the IVR goes on",
  async (room) => {
    const line = await hotLine(room);
    const { app, caller, parent } = line;
    const record_file = "2026/11/talk.wav";
    const { child, desk } = await connected(line, { record_file });
    assert.match(desk.from, /^sip:02066304057@/);
    await room.records(record_file, [CALLER, AGENT]);
    await desk.hangUp();
    const over = await app.told("connect_completed", parent);
    assert.equal(over.error, "hungup when bridge");
    assert.equal(over.user_data, "call-1");
    await next(line);
    const { dropped_by, cause, call_dir, user_data } = await app
      .told("released", child);
    assert.deepEqual([dropped_by, cause], ["usr", 200]);
    assert.deepEqual([call_dir, user_data], ["outbound", "dial-1"]);
    assert.equal(app.of("connect_completed").length, 1);
    const talk = await room.recording(record_file);
    assert.ok(
      talk.chords().some(({ names, ms }) =>
        names.join() === `${CALLER},${AGENT}` && ms >= 300
      ),
    );
    await app.call("drop", { res_id: parent });
    assert.equal((await caller.ended).by, "remote");
  },
  DIALECT,
);

inRoom(
  "scenario 3: a parent is in Dial until it is connected, and nothing else is done to it",
  async (room) => {
    const line = await hotLine(room);
    const { app, agent, parent } = line;
    await dial(line);
    const ringing = await agent.rings();
    const busy = { res_id: parent, content: "next.wav" };
    const refused = await app.ask("play_start", busy);
    assert.equal(
      refused.error.message,
      'Can not perform method "call.play_start" on a call whose state is "Dial"',
    );
    const again = { ...LIMITS, to_uri: agent.uri, parent_call_res_id: parent };
    const second = await app.ask("construct", again);
    assert.equal(
      second.error.message,
      `Can not construct a call with parent call's state is "Dial"`,
    );
    await ringing.picksUp();
    await app.told("dial_completed");
    assert.equal((await app.ask("play_start", busy)).error.data.state, "Dial");
    assert.equal(agent.timesCalled, 1);
  },
  DIALECT,
);

/** Ways in which an agent is not reached, and what is told of it. */
const FAILURES = [
  ["refuses", { max_ring_seconds: 45 }, 486, "dial failed", "usr", 486],
  [
    "does not answer",
    { max_ring_seconds: 1 },
    null,
    "dial timeout",
    "sys",
    408,
  ],
] as const;

for (const [what, limit, answer, error, droppedBy, cause] of FAILURES) {
  inRoom(
    `scenario 3b: the agent ${what}, and the IVR goes on at once`,
    async (room) => {
      const line = await hotLine(room);
      const { app, agent, parent } = line;
      const accepted = new Promise((resolve) =>
        app.on("dial_completed", () => {
          const play = { res_id: parent, content: "next.wav" };
          resolve(app.ask("play_start", play));
        })
      );
      const child = await dial(line, limit);
      const ringing = await agent.rings();
      if (answer) ringing.refuse(answer);
      const dialled = await app.told("dial_completed", child);
      assert.deepEqual([dialled.error, dialled.answer_time], [error, null]);
      assert.equal((await accepted as { result: unknown }).result, null);
      const released = await app.told("released", child);
      assert.equal(released.answer_time, null);
      assert.deepEqual(
        [released.dropped_by, released.cause],
        [droppedBy, cause],
      );
      assert.equal((await app.told("play_completed", parent)).error, null);
    },
    DIALECT,
  );
}

inRoom(
  "scenario 3c: the caller hangs up while the agent rings",
  async (room) => {
    const line = await hotLine(room);
    const { app, agent, caller, parent } = line;
    const child = await dial(line);
    await agent.rings();
    await caller.hears("ring.wav");
    await caller.hangUp();
    const gone = await app.told("released", parent);
    assert.deepEqual([gone.dropped_by, gone.cause], ["usr", 200]);
    assert.equal((await app.ask("exists", { res_id: child })).result, true);
    assert.deepEqual(app.of("dial_completed"), []);
    await app.call("drop", { res_id: child });
    assert.notEqual((await app.told("dial_completed", child)).error, null);
    const released = await app.told("released", child);
    assert.deepEqual([released.dropped_by, released.cause], ["sys", 487]);
    assert.ok(agent.requests.includes("CANCEL"));
  },
  DIALECT,
);

inRoom(
  "scenario 3d: the caller hangs up while he is connected",
  async (room) => {
    const line = await hotLine(room);
    const { app, caller, parent } = line;
    const { child, desk } = await connected(line);
    await caller.hangUp();
    const over = await app.told("connect_completed", parent);
    assert.equal(over.error, "hungup when bridge");
    await app.told("released", parent);
    await desk.hears();
    await app.call("drop", { res_id: child });
    const released = await app.told("released", child);
    assert.deepEqual([released.dropped_by, released.cause], ["sys", 603]);
    assert.equal((await desk.ended).by, "remote");
  },
  DIALECT,
);

inRoom(
  "a parent hears a ring tone where the far end sends no sound of its own",
  async (room) => {
    const line = await hotLine(room);
    const child = await dial(line, { ring_play_file: null });
    const ringing = await line.agent.rings();
    await line.caller.hears("ring-back");
    const desk = await ringing.picksUp();
    await line.app.told("dial_completed", child);
    await line.caller.hears();
    await desk.hangUp();
    await line.app.told("released", child);
    await next(line);
  },
  DIALECT,
);
