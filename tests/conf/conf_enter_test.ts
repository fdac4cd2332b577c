import assert from "node:assert/strict";
import type { MixPart } from "../../runtime/core/gain.ts";
import type { VoiceMode } from "../../runtime/media/voice_mode.ts";
import { CONF_ENTER, PLAY, Rig, settle } from "../call/rig.ts";
import { faultOf } from "../support/fault_of.ts";
import { Gathering } from "./gathering.ts";

const MODES: [VoiceMode, Required<Pick<MixPart, "talk" | "listen">>][] = [
  [1, { talk: true, listen: true }],
  [2, { talk: true, listen: false }],
  [3, { talk: false, listen: true }],
  [4, { talk: false, listen: false }],
];

for (const [voiceMode, flags] of MODES) {
  Deno.test(`voice_mode ${voiceMode}: ${JSON.stringify(flags)}`, async () => {
    const gathering = await Gathering.of(0);
    const { call, port } = await gathering.enter({ voiceMode });
    assert.equal(call.state, "Conf");
    assert.deepEqual(gathering.mix.members.get(port), { ...flags, gain: 1 });
    await gathering.end();
  });
}

for (const [volume, gain] of [[0, 1], [100, 1], [50, 0.5], [1599, 15.99]]) {
  Deno.test(`volume ${volume} is a gain of ${gain}`, async () => {
    const gathering = await Gathering.of(0);
    const { port } = await gathering.enter({ volume });
    assert.equal(gathering.mix.members.get(port)?.gain, gain);
    await gathering.end();
  });
}

Deno.test("conf_exit: no error, the id of the conference, from when to when", async () => {
  const gathering = await Gathering.of(2, { partsThreshold: -1 });
  const { rig, mix, members: [{ call, port }] } = gathering;
  const beginTime = rig.clock.date();
  rig.clock.wind(5000);
  call.confExit(gathering.conference.resId);
  assert.equal(call.state, "Idle");
  assert.ok(!mix.members.has(port));
  assert.deepEqual(rig.lastEvent("confCompleted"), {
    type: "confCompleted",
    resId: call.resId,
    userData: "visit 5",
    error: null,
    confResId: gathering.conference.resId,
    beginTime,
    endTime: beginTime + 5,
  });
  call.playStart(PLAY);
  assert.equal(call.state, "Play");
  await gathering.end();
});

Deno.test("who left may enter again, also another conference", async () => {
  const gathering = await Gathering.of(2, { partsThreshold: -1 });
  const { rig, conference, members: [{ call, port }] } = gathering;
  const other = await Gathering.of(0, {}, rig);
  for (const next of [conference, other.conference]) {
    call.confExit(conference.resId);
    call.confEnter(next, CONF_ENTER);
    assert.equal(call.state, "Conf");
  }
  const where = rig.media.mixes.map((mix) => mix.members.has(port));
  assert.deepEqual(where, [false, true]);
  await gathering.end();
});

Deno.test("a member that hangs up: an error and on_released, and it is out", async () => {
  const gathering = await Gathering.of(2, { partsThreshold: -1 });
  const { rig, conference, members: [{ call, session }] } = gathering;
  session.bye();
  assert.deepEqual(gathering.told, ["0 left: hungup when join conf"]);
  assert.deepEqual(rig.told(call.resId).slice(-2), [
    "confCompleted",
    "released",
  ]);
  assert.equal(conference.size, 1);
  await gathering.end();
});

Deno.test("max_seconds of conf_enter: conf timeout, and the call stays up", async () => {
  const gathering = await Gathering.of(1);
  const { call } = await gathering.enter({ maxSeconds: 7 });
  gathering.rig.clock.wind(6999);
  assert.equal(call.state, "Conf");
  gathering.rig.clock.wind(1);
  assert.equal(call.state, "Idle");
  assert.equal(gathering.told[0], "1 left: conf timeout");
  await gathering.end();
});

Deno.test("a call that is not Idle does not enter", async () => {
  const gathering = await Gathering.of(0);
  const { call } = await gathering.rig.inbound();
  call.playStart(PLAY);
  const fault = faultOf(() => call.confEnter(gathering.conference, CONF_ENTER));
  assert.equal(
    fault.message,
    'Can not perform method "call.conf_enter" on a call whose state is "Play"',
  );
  assert.equal(call.state, "Play");
  await gathering.end();
});

Deno.test("breaking_play ends a play and enters", async () => {
  const gathering = await Gathering.of(0);
  const { call } = await gathering.rig.inbound();
  call.playStart(PLAY);
  const options = { ...CONF_ENTER, breakingPlay: true };
  call.confEnter(gathering.conference, options);
  assert.equal(call.state, "Conf");
  const [played] = gathering.all("playCompleted");
  assert.deepEqual([played.error, played.finishKey], [null, null]);
  call.confExit(gathering.conference.resId);
  call.confEnter(gathering.conference, options);
  assert.equal(call.state, "Conf", "from Idle as well");
  await gathering.end();
});

Deno.test("breaking_play breaks nothing else", async () => {
  const gathering = await Gathering.of(0);
  const { call } = await gathering.rig.inbound();
  call.sendDtmfStart("1");
  const options = { ...CONF_ENTER, breakingPlay: true };
  const fault = faultOf(() => call.confEnter(gathering.conference, options));
  assert.equal(fault.fault, "wrongState");
  await gathering.end();
});

Deno.test("a conference that ends while a play is broken for it: join conf error", async () => {
  const gathering = await Gathering.of(0);
  const { rig, conference } = gathering;
  const { call } = await rig.inbound();
  call.playStart(PLAY);
  rig.onEvent = ({ type }) => type === "playCompleted" && conference.release();
  call.confEnter(conference, { ...CONF_ENTER, breakingPlay: true });
  assert.equal(rig.only("confCompleted").error, "join conf error");
  assert.equal(call.state, "Idle");
  await gathering.end();
});

Deno.test("a call hung up while a play is broken: it has not entered", async () => {
  const gathering = await Gathering.of(0);
  const { rig, conference } = gathering;
  const { call, session } = await rig.inbound();
  call.playStart(PLAY);
  rig.onEvent = ({ type }) => type === "playCompleted" && session.bye();
  call.confEnter(conference, { ...CONF_ENTER, breakingPlay: true });
  assert.equal(rig.only("confCompleted").error, "hungup when join conf");
  assert.equal(conference.size, 0);
  await gathering.end();
});

Deno.test("only the conference where the call is can be left", async () => {
  const gathering = await Gathering.of(1);
  const [{ call }] = gathering.members;
  const fault = faultOf(() => call.confExit("0.0.0-sys.conf-404"));
  assert.equal(fault.fault, "unknownResource");
  assert.equal(call.state, "Conf");
  await gathering.end();
});

Deno.test("a play_file beyond the allowed folders is refused, and nothing happens", async () => {
  const gathering = await Gathering.of(0);
  const { call } = await gathering.rig.inbound();
  const options = { ...CONF_ENTER, greeting: ["a.wav", "../b.wav"] };
  const fault = faultOf(() => call.confEnter(gathering.conference, options));
  assert.equal(fault.fault, "forbiddenPath");
  assert.equal(call.state, "Idle");
  assert.equal(gathering.conference.size, 0);
  await gathering.end();
});

Deno.test("a call that rests in a conference is not idle; max_answer_seconds count on", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const gathering = await Gathering.of(1, { maxSeconds: 1000 }, rig);
  rig.clock.wind(599_000);
  assert.deepEqual(gathering.states, ["Conf"]);
  rig.clock.wind(1000);
  await settle();
  assert.deepEqual(gathering.states, ["Released"]);
  assert.equal(rig.only("confCompleted").error, "hungup when join conf");
  await gathering.end();
});
