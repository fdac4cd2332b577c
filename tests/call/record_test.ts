import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import { type Party, RECORD, Rig, settle } from "./rig.ts";

async function recording(rig: Rig, changes = {}): Promise<Party> {
  const party = await rig.inbound();
  party.call.recordStart({ ...RECORD, ...changes });
  await settle();
  return party;
}

Deno.test("record_start writes max_seconds at most, without a beep unless asked", async () => {
  const rig = new Rig();
  const { call, port } = await recording(rig);
  assert.equal(call.state, "Record");
  assert.deepEqual(port.deeds, ["record 240000"]);
});

Deno.test("what is said while the file is being created is recorded", async () => {
  const rig = new Rig();
  rig.sound.creating.shut();
  const { port } = await recording(rig);
  assert.deepEqual(port.deeds, ["record 240000"]);
  rig.sound.creating.open();
});

Deno.test("beep comes before the recording", async () => {
  const { port } = await recording(new Rig(), { beep: true });
  assert.deepEqual(port.deeds, ["record 240000 after a beep"]);
});

for (
  const [number, format] of [
    [1, "pcm-u8"],
    [2, "pcma"],
    [3, "pcmu"],
    [4, "ima-adpcm"],
    [5, "gsm-wav49"],
    [6, "mp3"],
  ] as const
) {
  Deno.test(`record_format ${number} is ${format}`, async () => {
    const rig = new Rig();
    await recording(rig, { recordFormat: number });
    assert.equal(rig.sound.recordings[0].format, format);
  });
}

for (const recordFormat of [0, 7, -1, 1.5, NaN]) {
  Deno.test(`record_format ${recordFormat} is refused, naming those that are allowed`, async () => {
    const rig = new Rig();
    const { call } = await rig.inbound();
    assert.throws(
      () => call.recordStart({ ...RECORD, recordFormat }),
      (error) =>
        error instanceof CtiError && error.fault === "badParams" &&
        error.data?.expected === "one of 1, 2, 3, 4, 5, 6" &&
        error.data.param === "record_format",
    );
    assert.equal(call.state, "Idle");
  });
}

const ENDS: readonly [
  what: string,
  end: (party: Party) => void,
  error: string | null,
  finishKey: string | null,
  reason: string | null,
][] = [
  ["a finish key", ({ port }) => port.press("1#"), null, "#", null],
  [
    "record_stop",
    ({ call }) => call.recordStop(),
    "record error",
    null,
    "record_stop",
  ],
  ["max_seconds", ({ port }) => port.finish(), "record timeout", null, null],
];

for (const [what, end, error, finishKey, reason] of ENDS) {
  Deno.test(`${what} ends the recording; that is told when the file is complete`, async () => {
    const rig = new Rig();
    const party = await recording(rig);
    rig.sound.disk.shut();
    rig.sound.recordings[0].samples = 16000;
    end(party);
    await settle();
    assert.equal(party.call.state, "Record");
    assert.deepEqual(party.port.running, []);
    rig.sound.disk.open();
    await settle();
    const event = rig.only("recordCompleted");
    assert.deepEqual([event.error, event.finishKey], [error, finishKey]);
    assert.equal(event.reason, reason);
    assert.equal(event.recordFile, "message.wav");
    assert.deepEqual([event.seconds, event.bytes], [2, 16044]);
    assert.equal(party.call.state, "Idle");
    party.call.drop();
    await rig.assertAtRest();
  });
}

Deno.test("while the file is being completed, what comes next changes nothing", async () => {
  const rig = new Rig();
  const { call, port } = await recording(rig);
  rig.sound.disk.shut();
  port.press("#");
  port.press("#");
  call.recordStop();
  rig.sound.disk.open();
  await settle();
  const { error, finishKey } = rig.only("recordCompleted");
  assert.deepEqual([error, finishKey], [null, "#"]);
});

Deno.test("a file that cannot be created is a record error, told by the event", async () => {
  const rig = new Rig();
  const { call } = await recording(rig, { recordFile: "forbidden/x.wav" });
  const { error, seconds, bytes, reason } = rig.only("recordCompleted");
  assert.deepEqual([error, seconds, bytes], ["record error", 0, 0]);
  assert.equal(reason, "Forbidden path");
  assert.equal(call.state, "Idle");
});

Deno.test("a disk that fills up ends the recording with an error", async () => {
  const rig = new Rig();
  const { call, port } = await recording(rig);
  rig.sound.recordings[0].fail("No space left on device");
  await settle();
  const { error, reason } = rig.only("recordCompleted");
  assert.equal(error, "record error");
  assert.equal(reason, "No space left on device");
  assert.deepEqual(port.running, []);
  assert.equal(call.state, "Idle");
});

Deno.test("silence of max_silence_seconds ends the recording without an error, and is told as its reason", async () => {
  const rig = new Rig();
  const { port } = await recording(rig, { maxSilenceSeconds: 2 });
  const { silence } = rig.sound.recordings[0].options;
  assert.equal(silence?.samples, 16_000);
  silence.reached();
  assert.deepEqual(port.running, []);
  port.press("#");
  await settle();
  const { error, finishKey, reason } = rig.only("recordCompleted");
  assert.deepEqual([error, finishKey, reason], [null, null, "silence"]);
});

Deno.test("without max_silence_seconds nobody listens for silence", async () => {
  const rig = new Rig();
  await recording(rig);
  assert.equal(rig.sound.recordings[0].options.silence, undefined);
});

Deno.test("a file that is full and complete before it is told to be full", async () => {
  const rig = new Rig();
  await recording(rig);
  rig.sound.recordings[0].end();
  await settle();
  assert.equal(rig.only("recordCompleted").error, "record timeout");
});

Deno.test("a file that breaks while it is completed is a record error", async () => {
  const rig = new Rig();
  const { port } = await recording(rig);
  rig.sound.disk.shut();
  port.press("#");
  rig.sound.recordings[0].fail("Input/output error");
  rig.sound.disk.open();
  await settle();
  assert.equal(rig.only("recordCompleted").error, "record error");
});

Deno.test("a file that turns out to be gone is a record error, whatever ended it", async () => {
  const rig = new Rig();
  const { port } = await recording(rig);
  rig.sound.disk.shut();
  port.finish();
  rig.sound.recordings[0].fail("somebody has removed or replaced it");
  rig.sound.disk.open();
  await settle();
  const { error, reason } = rig.only("recordCompleted");
  assert.equal(error, "record error");
  assert.equal(reason, "somebody has removed or replaced it");
});

Deno.test("a hang-up ends the recording; the file is kept and its end is told", async () => {
  const rig = new Rig();
  const { session } = await recording(rig);
  rig.sound.recordings[0].samples = 8000;
  rig.sound.disk.shut();
  session.bye();
  assert.equal(rig.only("released").droppedBy, "usr");
  rig.sound.disk.open();
  await settle();
  const { error, seconds } = rig.only("recordCompleted");
  assert.deepEqual([error, seconds], ["hungup while recording", 1]);
  await rig.assertAtRest();
});

for (
  const [what, end, error] of [
    [
      "a hang-up",
      ({ session }: Party) => session.bye(),
      "hungup while recording",
    ],
    ["record_stop", ({ call }: Party) => call.recordStop(), "record error"],
  ] as const
) {
  Deno.test(`${what} while the file is being created leaves no recording open`, async () => {
    const rig = new Rig();
    const party = await rig.inbound();
    rig.sound.creating.shut();
    party.call.recordStart(RECORD);
    await settle();
    end(party);
    rig.sound.creating.open();
    await settle();
    assert.equal(rig.only("recordCompleted").error, error);
    assert.deepEqual(party.port.running, []);
    assert.ok(rig.sound.recordings[0].isFinished);
    rig.calls.dropAll();
    await rig.assertAtRest();
  });
}
