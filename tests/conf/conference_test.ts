import assert from "node:assert/strict";
import { CONF_ENTER, CONFERENCE, Rig, settle } from "../call/rig.ts";
import { faultOf } from "../support/fault_of.ts";
import { Gathering } from "./gathering.ts";

Deno.test("a conference is called {node}-sys.conf-{process id}", async () => {
  const gathering = await Gathering.of(0);
  const { rig, conference } = gathering;
  assert.equal(conference.resId, `0.0.0-sys.conf-${conference.processId}`);
  assert.equal(rig.conferences.get(conference.resId), conference);
  assert.equal(rig.conferences.find("0.0.0-sys.conf-1"), undefined);
  const fault = faultOf(() => rig.conferences.get("0.0.0-sys.conf-1"));
  assert.equal(fault.fault, "unknownResource");
  await gathering.end();
});

Deno.test("release: members, what plays, what records, then on_released; calls stay up", async () => {
  const gathering = await Gathering.of(2);
  const { rig, conference } = gathering;
  conference.playStart({ content: ["a.wav"], isLoop: true, repeat: 0 });
  conference.recordStart({
    ...CONFERENCE,
    recordFile: "r.wav",
    left: null,
    maxSilenceSeconds: 0,
  });
  await settle();
  const beginTime = rig.clock.date();
  rig.clock.wind(3000);
  rig.sound.disk.shut();
  conference.release();
  assert.deepEqual(gathering.states, ["Idle", "Idle"]);
  assert.equal(rig.conferences.find(conference.resId), undefined);
  await settle();
  rig.sound.disk.open();
  await settle();
  assert.deepEqual(gathering.told, [
    "0 left: null",
    "1 left: null",
    "conferencePlayCompleted",
    "conferenceRecordCompleted",
    "conferenceReleased",
  ]);
  assert.deepEqual(rig.lastEvent("conferenceReleased"), {
    type: "conferenceReleased",
    resId: conference.resId,
    userData: "meeting 3",
    beginTime,
    endTime: beginTime + 3,
  });
  await gathering.end();
});

Deno.test("what a conference records from its beginning is not full before the time is up", async () => {
  const options = { maxSeconds: 30, recordFile: "all.wav" };
  const gathering = await Gathering.of(1, options);
  const [order, samples] = gathering.mix.deeds[0].split(" ");
  assert.equal(order, "record");
  assert.ok(Number(samples) > 31 * 8000, samples);
  gathering.rig.clock.wind(30_000);
  await settle();
  assert.deepEqual(gathering.told, [
    "0 left: conf timeout",
    "conferenceRecordCompleted",
    "conferenceReleased",
  ]);
  await gathering.end();
});

Deno.test("max_seconds of the conference: it is over, and its calls stay up", async () => {
  const gathering = await Gathering.of(2, { maxSeconds: 30 });
  gathering.rig.clock.wind(29_999);
  assert.deepEqual(gathering.told, []);
  gathering.rig.clock.wind(1);
  await settle();
  assert.deepEqual(gathering.told, [
    "0 left: conf timeout",
    "1 left: conf timeout",
    "conferenceReleased",
  ]);
  assert.deepEqual(gathering.states, ["Idle", "Idle"]);
  await gathering.end();
});

/** Who leaves of how many, and how many are still there then; null: it is over. */
const THRESHOLDS: [threshold: number, size: number, left: (number | null)[]][] =
  [
    [1, 3, [2, null]],
    [1, 2, [null]],
    [1, 1, [0]],
    [0, 2, [1, null]],
    [0, 1, [0]],
    [-1, 2, [1, 0]],
    [2, 4, [3, null]],
    [5, 2, [null]],
  ];

for (const [partsThreshold, size, left] of THRESHOLDS) {
  Deno.test(`parts_threshold ${partsThreshold}: of ${size} there are left ${left}`, async () => {
    const gathering = await Gathering.of(size, { partsThreshold });
    const { conference, rig } = gathering;
    for (const [n, expected] of left.entries()) {
      gathering.members[n].session.bye();
      await settle();
      const there = rig.conferences.find(conference.resId)?.size ?? null;
      assert.equal(rig.conferences.members, there ?? 0);
      assert.equal(there, expected);
    }
    const over = left.includes(null);
    assert.equal(gathering.told.includes("conferenceReleased"), over);
    const idle = gathering.states.filter((state) => state === "Idle").length;
    assert.equal(idle, over ? size - left.length : 0);
    await gathering.end();
  });
}

Deno.test("two that were never there together do not make the threshold count", async () => {
  const gathering = await Gathering.of(1);
  gathering.members[0].call.confExit(gathering.conference.resId);
  await gathering.enter();
  gathering.members[1].call.confExit(gathering.conference.resId);
  await settle();
  assert.deepEqual(gathering.told, ["0 left: null", "1 left: null"]);
  await gathering.end();
});

Deno.test("who leaves is told of before those whose conference is dissolved by that", async () => {
  const gathering = await Gathering.of(2);
  gathering.members[1].session.bye();
  await settle();
  assert.deepEqual(gathering.told, [
    "1 left: hungup when join conf",
    "0 left: null",
    "conferenceReleased",
  ]);
  await gathering.end();
});

Deno.test("set_parts_threshold counts when the next leaves, not at once", async () => {
  const gathering = await Gathering.of(3, { partsThreshold: -1 });
  const { conference } = gathering;
  conference.setPartsThreshold(5);
  assert.equal(conference.size, 3);
  gathering.members[0].session.bye();
  assert.equal(conference.size, 0);
  await gathering.end();
});

Deno.test("an empty conference without a command is released after CTI_IDLE_SECONDS", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const gathering = await Gathering.of(0, {}, rig);
  rig.clock.wind(59_000);
  gathering.conference.nop();
  rig.clock.wind(59_000);
  await settle();
  assert.deepEqual(gathering.told, []);
  rig.clock.wind(1000);
  await settle();
  assert.deepEqual(gathering.told, ["conferenceReleased"]);
  await gathering.end();
});

Deno.test("a conference with somebody in it rests as long as it likes", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const gathering = await Gathering.of(1, {}, rig);
  rig.clock.wind(500_000);
  assert.deepEqual(gathering.states, ["Conf"]);
  await gathering.end();
});

Deno.test("get_parts tells of everybody as they are now", async () => {
  const gathering = await Gathering.of(1);
  const { conference, members: [first] } = gathering;
  const second = await gathering.enter({ voiceMode: 3, volume: 80 });
  conference.setPartVoiceMode(first.call.resId, 4);
  conference.setPartVolume(first.call.resId, 150);
  const parts = [
    { of: first, voiceMode: 4, volume: 150 },
    { of: second, voiceMode: 3, volume: 80 },
  ].map(({ of: { call, port }, ...part }) => ({
    resId: call.resId,
    channel: port.id,
    userData: "visit 5",
    ...part,
  }));
  assert.deepEqual(conference.getParts(), parts);
  await gathering.end();
});

Deno.test("a part is changed where the member is, its other setting stays", async () => {
  const gathering = await Gathering.of(1);
  const { conference, mix, members: [{ call, port }] } = gathering;
  conference.setPartVolume(call.resId, 50);
  conference.setPartVoiceMode(call.resId, 3);
  const muted = { talk: false, listen: true, gain: 0.5 };
  assert.deepEqual(mix.members.get(port), muted);
  await gathering.end();
});

Deno.test("what is said about a call that is not there is refused", async () => {
  const gathering = await Gathering.of(0);
  const { rig: { calls }, conference } = gathering;
  const { call: { resId } } = await gathering.rig.inbound();
  for (
    const work of [
      () => conference.setPartVoiceMode(resId, 1),
      () => conference.setPartVolume(resId, 1),
    ]
  ) {
    assert.equal(faultOf(work).fault, "unknownResource");
  }
  assert.equal(calls.size, 1);
  await gathering.end();
});

Deno.test("construct is refused without a mix, and then there is nothing", async () => {
  const rig = new Rig();
  rig.media.hasNoMix = true;
  const fault = faultOf(() => rig.conferences.construct(CONFERENCE));
  assert.equal(fault.fault, "overloaded");
  await rig.assertAtRest();
});

for (
  const [what, wrong, expected] of [
    ["bg_file", { background: ["../a.wav"] }, "forbiddenPath"],
    ["record_file", { recordFile: "../a.wav" }, "forbiddenPath"],
    ["record_format", { recordFormat: 99 }, "badParams"],
  ] as const
) {
  Deno.test(`construct with a wrong ${what} is refused, and then there is nothing`, async () => {
    const rig = new Rig();
    const work = () => rig.conferences.construct({ ...CONFERENCE, ...wrong });
    assert.equal(faultOf(work).fault, expected);
    await rig.assertAtRest();
  });
}

Deno.test("a node that is closing releases its conferences and takes no new one", async () => {
  const gathering = await Gathering.of(1);
  const { rig } = gathering;
  await rig.conferences.close();
  assert.deepEqual(gathering.told, ["0 left: null", "conferenceReleased"]);
  const fault = faultOf(() => rig.conferences.construct(CONFERENCE));
  assert.equal(fault.fault, "overloaded");
  await gathering.end();
});

Deno.test("300 members meet, and all leave", async () => {
  const gathering = await Gathering.of(300, { partsThreshold: 0 });
  assert.equal(gathering.mix.members.size, 300);
  for (const { session } of gathering.members) session.bye();
  await settle();
  assert.equal(gathering.all("confCompleted").length, 300);
  assert.equal(gathering.told.at(-1), "conferenceReleased");
  await gathering.end();
});

Deno.test("whoever is told that a member left may let it in again at once", async () => {
  const gathering = await Gathering.of(2, { partsThreshold: -1 });
  const { rig, conference, members: [{ call, port }] } = gathering;
  rig.onEvent = (event) => {
    rig.onEvent = () => {};
    if (event.type === "confCompleted") call.confEnter(conference, CONF_ENTER);
  };
  call.confExit(conference.resId);
  assert.equal(call.state, "Conf");
  assert.ok(gathering.mix.members.has(port));
  assert.equal(conference.size, 2);
  await gathering.end();
});

Deno.test("of a conference of a week the first day is recorded: a WAV file holds no more", async () => {
  const recordFile = "week.wav";
  const gathering = await Gathering.of(0, { maxSeconds: 604_800, recordFile });
  await settle();
  assert.deepEqual(gathering.mix.deeds, ["record 691200000"]);
  await gathering.end();
});
