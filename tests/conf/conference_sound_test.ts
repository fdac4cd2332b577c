import assert from "node:assert/strict";
import { CONF_ENTER, CONFERENCE, settle } from "../call/rig.ts";
import { faultOf } from "../support/fault_of.ts";
import { Gathering } from "./gathering.ts";

const PLAY = { content: ["a.wav", "b.wav"], isLoop: false, repeat: 0 };
const RECORD = {
  maxSeconds: 2,
  recordFile: "r.wav",
  recordFormat: 2,
  left: null,
  maxSilenceSeconds: 0,
};

Deno.test("a play goes to the mix and ends with its event, which has no error", async () => {
  const gathering = await Gathering.of(1);
  const { rig, conference, mix } = gathering;
  const beginTime = rig.clock.date();
  conference.playStart({ ...PLAY, repeat: 2 });
  await settle();
  assert.deepEqual(mix.deeds, ["play 2 x 3"]);
  rig.clock.wind(4000);
  mix.finish();
  assert.deepEqual(rig.lastEvent("conferencePlayCompleted"), {
    type: "conferencePlayCompleted",
    resId: conference.resId,
    userData: "meeting 3",
    beginTime,
    endTime: beginTime + 4,
    reason: null,
  });
  conference.playStart(PLAY);
  await gathering.end();
});

Deno.test("play_stop ends a play that goes round and round", async () => {
  const gathering = await Gathering.of(1);
  const { conference, mix } = gathering;
  conference.playStart({ ...PLAY, isLoop: true });
  await settle();
  assert.deepEqual(mix.deeds, ["play 2 x null"]);
  conference.playStop();
  assert.deepEqual(mix.running, []);
  assert.deepEqual(gathering.told, ["conferencePlayCompleted"]);
  await gathering.end();
});

Deno.test("one play at a time; stopping none is refused", async () => {
  const gathering = await Gathering.of(1);
  const { conference } = gathering;
  conference.playStart(PLAY);
  const second = faultOf(() => conference.playStart(PLAY));
  assert.equal(
    second.message,
    "Can not StartConfPlay while another playing is active.",
  );
  assert.equal(second.fault, "wrongState");
  conference.playStop();
  const stop = faultOf(() => conference.playStop());
  assert.equal(stop.fault, "wrongState");
  await gathering.end();
});

Deno.test("a file that is not there ends the play at once, also in a list, and is named", async () => {
  const gathering = await Gathering.of(1);
  const { rig, conference } = gathering;
  conference.playStart({ ...PLAY, content: ["a.wav", "missing.wav"] });
  await settle();
  assert.deepEqual(gathering.told, ["conferencePlayCompleted"]);
  const { reason } = rig.lastEvent("conferencePlayCompleted");
  assert.equal(reason, "No file");
  await gathering.end();
});

for (const content of [["../a.wav"], ["a.wav", "../b.wav"]]) {
  Deno.test(`a play of ${content} is refused, and nothing is played`, async () => {
    const gathering = await Gathering.of(1);
    const { conference } = gathering;
    const fault = faultOf(() => conference.playStart({ ...PLAY, content }));
    assert.equal(fault.fault, "forbiddenPath");
    conference.playStart(PLAY);
    await gathering.end();
  });
}

Deno.test("play_file at joining is played to all, one behind the other, behind what plays", async () => {
  const gathering = await Gathering.of(1);
  const { conference, mix } = gathering;
  conference.playStart({ ...PLAY, content: ["one.wav", "two.wav", "3.wav"] });
  await gathering.enter({ greeting: ["joined.wav"] });
  await gathering.enter({ greeting: ["a.wav", "b.wav"] });
  assert.deepEqual(mix.deeds, ["play 3 x 1"]);
  mix.finish();
  await settle();
  assert.deepEqual(mix.deeds, ["play 3 x 1", "play 1 x 1"]);
  mix.finish();
  await settle();
  assert.deepEqual(mix.deeds.slice(2), ["play 2 x 1"]);
  mix.finish();
  assert.deepEqual(gathering.told, ["conferencePlayCompleted"]);
  assert.deepEqual(mix.running, []);
  await gathering.end();
});

Deno.test("a play_file that is not there keeps nobody out", async () => {
  const gathering = await Gathering.of(0);
  const { call } = await gathering.enter({ greeting: ["missing.wav"] });
  assert.equal(call.state, "Conf");
  assert.deepEqual(gathering.mix.running, []);
  await gathering.end();
});

const BACKGROUND = ["1.wav", "2.wav", "3.wav"];

Deno.test("bg_file is played for ever, and what else is played goes over it", async () => {
  const gathering = await Gathering.of(0, { background: BACKGROUND });
  const { conference, mix } = gathering;
  await settle();
  conference.playStart(PLAY);
  await settle();
  conference.playStop();
  await settle();
  assert.deepEqual(mix.deeds, ["play 3 x null", "play 2 x 1"]);
  assert.deepEqual(mix.running, ["play"]);
  await gathering.end();
});

Deno.test("a play without end goes over bg_file, and a play_file over both", async () => {
  const gathering = await Gathering.of(0, { background: BACKGROUND });
  const { conference, mix } = gathering;
  conference.playStart({ ...PLAY, isLoop: true });
  await gathering.enter({ greeting: ["joined.wav"] });
  const deeds = ["play 2 x null", "play 1 x 1"];
  assert.deepEqual(mix.deeds, deeds, "the background has not begun");
  conference.playStop();
  mix.finish();
  await settle();
  assert.deepEqual(mix.deeds, [...deeds, "play 3 x null"]);
  await gathering.end();
});

Deno.test("bg_file that is loaded slowly does not sound over what plays", async () => {
  const gathering = await Gathering.of(0, { background: BACKGROUND });
  const { rig, conference, mix } = gathering;
  conference.playStart(PLAY);
  await settle();
  assert.deepEqual(mix.deeds, ["play 2 x 1"]);
  mix.finish();
  await settle();
  assert.deepEqual(mix.deeds, ["play 2 x 1", "play 3 x null"]);
  assert.equal(rig.told(conference.resId).length, 1);
  await gathering.end();
});

Deno.test("a bg_file that is not there leaves the conference in silence", async () => {
  const gathering = await Gathering.of(1, { background: ["missing.wav"] });
  assert.deepEqual(gathering.mix.running, []);
  assert.deepEqual(gathering.states, ["Conf"]);
  await gathering.end();
});

Deno.test("a recording takes all of the mix, and its event comes when the file is complete", async () => {
  const gathering = await Gathering.of(1);
  const { rig, conference, mix } = gathering;
  const beginTime = rig.clock.date();
  conference.recordStart(RECORD);
  await settle();
  assert.deepEqual(mix.deeds, ["record 16000"]);
  const [file] = rig.sound.recordings;
  assert.deepEqual([file.path, file.format], ["r.wav", "pcma"]);
  file.samples = 16_000;
  rig.sound.disk.shut();
  rig.clock.wind(2000);
  mix.finish();
  await settle();
  assert.deepEqual(gathering.told, []);
  rig.sound.disk.open();
  await settle();
  assert.deepEqual(rig.lastEvent("conferenceRecordCompleted"), {
    type: "conferenceRecordCompleted",
    resId: conference.resId,
    userData: "meeting 3",
    beginTime,
    endTime: beginTime + 2,
    recordFile: "r.wav",
    seconds: 2,
    bytes: 16_044,
    reason: "max_seconds",
  });
  conference.recordStart(RECORD);
  await gathering.end();
});

Deno.test("record_stop keeps the file; one recording at a time", async () => {
  const gathering = await Gathering.of(1);
  const { rig, conference } = gathering;
  conference.recordStart(RECORD);
  const second = faultOf(() => conference.recordStart(RECORD));
  assert.equal(
    second.message,
    "Can not StartConfRecord while another recording is active.",
  );
  await settle();
  conference.recordStop();
  await settle();
  assert.ok(rig.sound.recordings[0].isFinished);
  assert.deepEqual(gathering.told, ["conferenceRecordCompleted"]);
  assert.equal(rig.lastEvent("conferenceRecordCompleted").reason, null);
  assert.equal(faultOf(() => conference.recordStop()).fault, "wrongState");
  await gathering.end();
});

Deno.test("a member on the left, all others on the right", async () => {
  const gathering = await Gathering.of(2);
  const { rig, conference, mix, members: [, { call, port }] } = gathering;
  const none = { ...RECORD, left: "0.0.0-sys.call-404" };
  const fault = faultOf(() => conference.recordStart(none));
  assert.equal(fault.fault, "unknownResource");
  conference.recordStart({ ...RECORD, left: call.resId });
  await settle();
  assert.equal(rig.sound.recordings[0].options.channels, 2);
  assert.deepEqual(mix.deeds, [`record 16000, left ${port.id}, right others`]);
  await gathering.end();
});

Deno.test("GSM has no two sides: refused by name", async () => {
  const gathering = await Gathering.of(2);
  const { conference, members: [, { call }] } = gathering;
  const two = { ...RECORD, recordFormat: 5, left: call.resId };
  const { fault, message } = faultOf(() => conference.recordStart(two));
  assert.equal(fault, "badParams");
  assert.match(message, /one of 1, 2, 3, 4, 6 in stereo: 5/);
  conference.recordStart({ ...two, left: null });
  await gathering.end();
});

Deno.test("silence of max_silence_seconds ends a recording, and is told as its reason", async () => {
  const gathering = await Gathering.of(2);
  const { rig, conference, mix } = gathering;
  conference.recordStart({ ...RECORD, maxSilenceSeconds: 1.5 });
  const { silence } = rig.sound.recordings[0].options;
  assert.equal(silence?.samples, 12_000);
  silence.reached();
  assert.deepEqual(mix.running, []);
  await settle();
  assert.equal(rig.lastEvent("conferenceRecordCompleted").reason, "silence");
  await gathering.end();
});

Deno.test("a file that fails says why in the reason", async () => {
  const gathering = await Gathering.of(1);
  const { rig, conference } = gathering;
  conference.recordStart(RECORD);
  rig.sound.recordings[0].fail("No space left on device");
  await settle();
  const { reason } = rig.lastEvent("conferenceRecordCompleted");
  assert.equal(reason, "No space left on device");
  await gathering.end();
});

for (const recordFile of ["../r.wav", "forbidden.wav"]) {
  Deno.test(`a recording into ${recordFile}: refused, or over at once`, async () => {
    const gathering = await Gathering.of(1);
    const { conference } = gathering;
    const start = () => conference.recordStart({ ...RECORD, recordFile });
    if (recordFile.startsWith("../")) {
      assert.equal(faultOf(start).fault, "forbiddenPath");
    } else start();
    await settle();
    const over = recordFile.startsWith("../")
      ? []
      : ["conferenceRecordCompleted"];
    assert.deepEqual(gathering.told, over);
    await gathering.end();
  });
}

/** The minute that a conference may last ends the file, not its samples: a day. */
const AS_LONG_AS_CAN_BE = "record 691200000";

Deno.test("record_file of construct: from beginning to end", async () => {
  const gathering = await Gathering.of(1, {
    recordFile: "all.wav",
    maxSeconds: 60,
  });
  await settle();
  assert.deepEqual(gathering.mix.deeds, [AS_LONG_AS_CAN_BE]);
  gathering.conference.release();
  await settle();
  assert.deepEqual(gathering.told, [
    "0 left: null",
    "conferenceRecordCompleted",
    "conferenceReleased",
  ]);
  await gathering.end();
});

Deno.test("a conference that ends while a file is created leaves nothing open", async () => {
  const gathering = await Gathering.of(0);
  const { rig, conference } = gathering;
  rig.sound.creating.shut();
  rig.sound.loading.shut();
  conference.recordStart(RECORD);
  conference.playStart(PLAY);
  conference.release();
  await settle();
  assert.deepEqual(gathering.told, ["conferencePlayCompleted"]);
  rig.sound.creating.open();
  rig.sound.loading.open();
  await settle();
  assert.deepEqual(gathering.told.slice(1), [
    "conferenceRecordCompleted",
    "conferenceReleased",
  ]);
  await gathering.end();
});

Deno.test("whoever is told that a play is over may start the next at once", async () => {
  const gathering = await Gathering.of(1);
  const { rig, conference, mix } = gathering;
  conference.playStart(PLAY);
  await settle();
  rig.onEvent = ({ type }) => {
    rig.onEvent = () => {};
    assert.equal(type, "conferencePlayCompleted");
    conference.playStart(PLAY);
  };
  mix.finish();
  await settle();
  assert.deepEqual(mix.running, ["play"]);
  await gathering.end();
});

Deno.test("a conference with everything in it ends with nothing left", async () => {
  const gathering = await Gathering.of(3, {
    background: ["bg.wav"],
    recordFile: "all.wav",
  });
  const { conference, rig } = gathering;
  conference.playStart({ ...PLAY, isLoop: true });
  await gathering.enter({ greeting: ["joined.wav"] });
  rig.clock.wind(CONFERENCE.maxSeconds * 1000);
  await settle();
  assert.equal(rig.media.openMixes, 0);
  assert.equal(rig.sound.held, 0);
  const over = rig.conferences.find(conference.resId) === undefined;
  assert.ok(over);
  const { call } = await rig.inbound();
  assert.equal(
    faultOf(() => {
      conference.enter({
        resId: call.resId,
        userData: null,
        port: rig.media.ports[0],
        ...CONF_ENTER,
      }, () => {});
    }).fault,
    "unknownResource",
  );
  await gathering.end();
});
