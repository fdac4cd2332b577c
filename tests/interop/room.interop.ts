import assert from "node:assert/strict";
import { hearByMultimon } from "../dtmf/reference/multimon.ts";
import { inRoom } from "../scenario/in_room.ts";
import { conference, invited } from "../scenario/invited.ts";
import { pipe } from "../support/pipe.ts";
import { run } from "../support/program.ts";
import { raw } from "../support/raw.ts";
import type { Ear } from "../support/room/ear.ts";
import type { Chorus } from "../support/room/tones.ts";
import { bytesOf } from "../support/sound_bytes.ts";

const [ANNA, BEN, CARL] = ["6001", "6002", "6003"];
const HEARD_MS = 1000;
/** RMS, of 1: somebody at −16 dBm0 is at 0.065, and the codecs below 0.002. */
const THERE = 0.04;
const ABSENT = 0.004;
/** Hz to both sides of a tone that are let through. */
const BAND = 60;

/** Who is in a sound, as sox measures each in a band of his own. */
async function heardBySox(file: string, chorus: Chorus): Promise<string[]> {
  const heard: string[] = [];
  for (const name of [ANNA, BEN, CARL]) {
    const hertz = chorus.toneOf(name);
    const band = `${hertz - BAND}-${hertz + BAND}`;
    const said = await run("sox", [file, "-n", "sinc", band, "stat"]);
    const rms = Number(/RMS +amplitude: +([\d.]+)/.exec(said)?.[1]);
    assert.ok(rms > THERE || rms < ABSENT, `${name}: ${rms}`);
    if (rms > THERE) heard.push(name);
  }
  return heard;
}

/** The same of what somebody has heard for the last second. */
async function lastHeard(ear: Ear, chorus: Chorus): Promise<string[]> {
  const file = await Deno.makeTempFile({ suffix: ".wav" });
  const sound = bytesOf(ear.sound(ear.ms - HEARD_MS));
  await pipe("sox", [...raw(), "-", file], sound);
  const heard = await heardBySox(file, chorus);
  await Deno.remove(file);
  return heard;
}

inRoom(
  "sox: hears in a conference and its recording who the members hear",
  async (room) => {
    const { app, chorus } = room;
    const conf = await conference(room, { max_seconds: 60 });
    const phones = [ANNA, BEN, CARL].map((name) => room.phone(name));
    const guests = await Promise.all(phones.map((one) => invited(room, one)));
    for (const [n, { res_id }] of guests.entries()) {
      const enter = { res_id, conf_res_id: conf, max_seconds: 60 };
      await app.call("conf_enter", { ...enter, voice_mode: n === 2 ? 3 : 1 });
    }
    const record_file = "meeting.wav";
    const record = { res_id: conf, max_seconds: 60, record_file };
    await app.call("sys.conf.record_start", record);
    const expected = [[BEN], [ANNA], [ANNA, BEN]];
    await Promise.all(
      guests.map(({ line }, n) => line.ear.hears(expected[n], HEARD_MS)),
    );
    for (const [n, { line }] of guests.entries()) {
      assert.deepEqual(await lastHeard(line.ear, chorus), expected[n]);
    }
    await app.call("sys.conf.record_stop", { res_id: conf });
    await app.told("sys.conf.on_record_completed", conf);
    const file = room.recordingPath(record_file);
    assert.deepEqual(await heardBySox(file, chorus), [ANNA, BEN]);
  },
);

inRoom(
  "multimon-ng: hears the keys that a call sends as tones",
  async (room) => {
    const phone = room.phone(ANNA);
    const { app } = room;
    const dial = { to_uri: phone.uri, max_answer_seconds: 60 };
    const { res_id } = await app.call("construct", dial);
    const line = await phone.picksUp({ telephoneEvent: false });
    await app.told("dial_completed", res_id);
    const from = line.ear.ms;
    await app.act("send_dtmf_start", { res_id, keys: "0123456789*#ABCD" });
    await line.hears();
    assert.equal(
      await hearByMultimon(line.ear.sound(from)),
      "0123456789*#ABCD",
    );
  },
);
