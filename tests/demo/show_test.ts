import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { utf8 } from "../../runtime/base/bytes.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { findSound } from "../../runtime/demo/show/find_sound.ts";
import { rpcLine } from "../../runtime/demo/show/rpc_line.ts";
import { sipLine } from "../../runtime/demo/show/sip_line.ts";
import { Transcript } from "../../runtime/demo/show/transcript.ts";
import { findInOrder, isSilent } from "../../runtime/demo/show/verdict.ts";

/** A buzz with a slowly moving pitch: something like a vowel of its own. */
function vowel(pitch: number, samples = 4000): Int16Array {
  return Int16Array.from({ length: samples }, (_, n) => {
    const phase = 2 * Math.PI * (pitch + n / 200) * n / 8000;
    return 3000 * (Math.sin(phase) + Math.sin(3 * phase) + Math.sin(7 * phase));
  });
}

/** What a telephone hears of sounds: noise between them, A-law all over. */
async function heard(...sounds: [at: number, Int16Array][]) {
  const chance = new SeededChance(7);
  const line = Int16Array.from(
    { length: 40000 },
    () => chance.integer(60) - 30,
  );
  for (const [at, sound] of sounds) line.set(sound, at);
  const codec = (await loadCore()).codec("pcma");
  return codec.decode(codec.encode(line));
}

Deno.test("a sound is found where it is, whatever A-law made of it", async () => {
  const line = await heard([5003, vowel(110)], [20111, vowel(140)]);
  assert.equal(findSound(vowel(110), line), 5003);
  assert.equal(findSound(vowel(140), line), 20111);
});

Deno.test("a sound that was not there is not found, nor one before `from`", async () => {
  const line = await heard([5003, vowel(110)]);
  assert.equal(findSound(vowel(173), line), null);
  assert.equal(findSound(vowel(110), line, 9000), null);
});

Deno.test("sounds count only in the order in which they were said", async () => {
  const [first, second] = [vowel(110), vowel(140)];
  const line = await heard([3000, second], [12000, first]);
  const found = findInOrder([
    { name: "first", sound: first },
    { name: "second", sound: second },
  ], line);
  assert.deepEqual(found, [
    { name: "first", at: 12000 },
    { name: "second", at: null },
  ]);
});

Deno.test("noise of a quiet line is silence, speech is not", async () => {
  assert.equal(isSilent(await heard()), true);
  assert.equal(isSilent(await heard([3000, vowel(110)])), false);
  assert.equal(isSilent(new Int16Array(0)), true);
});

Deno.test("a SIP message is one line, with its sound", () => {
  const request = "INVITE sip:demo@127.0.0.1:5060 SIP/2.0\r\n" +
    "CSeq: 1 INVITE\r\n\r\nv=0\r\nm=audio 23000 RTP/AVP 8 0\r\n";
  const response = "SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\n\r\n";
  assert.equal(
    sipLine(utf8(request)),
    "INVITE sip:demo@127.0.0.1:5060   audio 23000 RTP/AVP 8 0",
  );
  assert.equal(sipLine(utf8(response)), "180 Ringing (INVITE)");
});

Deno.test("RPC messages are one line each, in the lane of their kind", () => {
  const params = {
    res_id: "0.0.0-sys.call-1",
    content: "/data/greeting.wav",
    finish_keys: null,
    begin_time: 1_700_000_000,
  };
  const cases: [message: object, lane: string, line: string][] = [
    [
      { id: 3, method: "sys.call.play_start", params },
      "rpc",
      "#3 play_start content=greeting.wav",
    ],
    [
      { method: "sys.call.on_play_completed", params: { error: null } },
      "event",
      "on_play_completed",
    ],
    [{ id: 3, result: null }, "reply", "#3 null"],
    [{ id: 3, error: { code: -32001 } }, "reply", '#3 {"code":-32001}'],
  ];
  for (const [message, lane, line] of cases) {
    assert.deepEqual(rpcLine(JSON.stringify(message)), [lane, line]);
  }
});

Deno.test("the transcript says when, and cuts what is too long", () => {
  const clock = new HandClock();
  const lines: string[] = [];
  const transcript = new Transcript(clock, (line) => lines.push(line));
  clock.wind(1234);
  transcript.tell("phone", "x".repeat(500));
  assert.match(lines[0], /^ {2}1\.234 {2}phone {2,}x{62}$/);
  assert.match(lines[4], /^ {38}…$/);
  assert.equal(lines.length, 5);
});

Deno.test("the transcript fits 100 columns, and loses no word", () => {
  const lines: string[] = [];
  const transcript = new Transcript(
    new HandClock(),
    (line) => lines.push(line),
  );
  const words = Array.from({ length: 25 }, (_, n) => `name_${n}=1`);
  transcript.tell("rpc", words.join(" "));
  assert.ok(lines.length > 1 && lines.every((line) => line.length <= 100));
  const told = lines.map((line) => line.slice(38)).join(" ");
  assert.equal(told, words.join(" "));
});
