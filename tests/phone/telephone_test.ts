import assert from "node:assert/strict";
import { join } from "node:path";
import { SystemChance } from "../../runtime/base/chance.ts";
import { jsonLog } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { findSound } from "../../runtime/demo/show/find_sound.ts";
import { wavOf } from "../../runtime/sound/wav.ts";
import { readSoundFile } from "../support/sound_files/read_sound.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import type { HeardKey, Line } from "../../runtime/phone/line.ts";
import { LineEnded } from "../../runtime/phone/line_ended.ts";
import type { LineOptions } from "../../runtime/phone/line_audio.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../../runtime/phone/start_telephone.ts";

const CLOCK = new SystemClock();

function start(number: string, first: number): Promise<StartedTelephone> {
  return Deno.makeTempDir().then((dataDir) =>
    startTelephone({
      local: { address: "127.0.0.1", port: 0 },
      rtpPorts: { first, last: first + 99 },
      maxLines: 4,
      dataDir,
      number,
      clock: CLOCK,
      chance: new SystemChance(),
      log: jsonLog("warn"),
      bind: bindUdp,
    })
  );
}

/** Two telephones, each with threads and sockets of its own. */
async function withTwo(
  work: (alice: StartedTelephone, bob: StartedTelephone) => Promise<void>,
): Promise<void> {
  const [alice, bob] = [await start("100", 23800), await start("200", 23900)];
  try {
    await work(alice, bob);
  } finally {
    await Promise.all([alice.close(), bob.close()]);
  }
  assert.equal(alice.media.openPorts + bob.media.openPorts, 0);
}

function uriOf({ userAgent }: StartedTelephone): string {
  return `sip:200@127.0.0.1:${userAgent.local.port}`;
}

/** A call that is up at both ends: the caller's line and the called one's. */
async function connected(
  alice: StartedTelephone,
  bob: StartedTelephone,
  options: LineOptions = {},
): Promise<[Line, Line]> {
  const picked = new Promise<Line>((resolve) =>
    bob.telephone.onCall((ringing) => resolve(ringing.pickUp()))
  );
  const caller = await alice.telephone.call(uriOf(bob), options);
  const called = await picked;
  await Promise.all([caller.answered, called.answered]);
  return [caller, called];
}

/** The next so many keys that a line hears. */
function keysAt(line: Line, count: number): Promise<HeardKey[]> {
  return new Promise((resolve) => {
    const heard: HeardKey[] = [];
    line.keys.on((key) => {
      if (heard.push(key) === count) resolve(heard);
    });
  });
}

for (
  const [how, options, source] of [
    ["as RFC 4733 events where offered", {}, "event"],
    ["as tones where not", { telephoneEvent: false }, "tone"],
  ] as const
) {
  Deno.test(`keys go ${how}, and each is heard once`, () =>
    withTwo(async (alice, bob) => {
      const [caller, called] = await connected(alice, bob, options);
      const heard = keysAt(called, 4);
      await caller.press("1*5#");
      assert.deepEqual(
        await heard,
        [..."1*5#"].map((key) => ({ key, source })),
      );
    }));
}

Deno.test("keys can be pressed as tones though events were agreed", () =>
  withTwo(async (alice, bob) => {
    const [caller, called] = await connected(alice, bob);
    const heard = keysAt(called, 2);
    await caller.press("09", "tone");
    assert.deepEqual(
      (await heard).map(({ key, source }) => key + source),
      ["0tone", "9tone"],
    );
  }));

Deno.test("what one says the other hears, over µ-law too", () =>
  withTwo(async (alice, bob) => {
    const core = await loadCore();
    const melody = Int16Array.from(
      [...core.tone(440, 150), ...core.tone(660, 300), ...core.tone(550, 200)],
    );
    // The last that is said waits in the jitter buffer when the BYE comes.
    const said = Int16Array.from([...melody, ...new Int16Array(1600)]);
    const { dataDir, sound } = await soundFile(alice, said);
    const [caller, called] = await connected(alice, bob, { codecs: ["pcmu"] });
    assert.equal(called.audio.stream?.codec, "pcmu");
    const recording = await bob.sound.create("heard.wav", "pcma");
    called.hear(recording);
    await caller.say(sound);
    await caller.hangUp();
    await called.ended;
    const { samples, error } = await recording.finished;
    assert.equal(error, null);
    assert(samples >= melody.length, `${samples} samples`);
    const path = join(bob.dataDir, "recordings", "heard.wav");
    const heard = await readSoundFile(path, core);
    assert.notEqual(findSound(melody, heard), null);
    assert.notEqual(dataDir, bob.dataDir);
  }));

async function soundFile(phone: StartedTelephone, samples: Int16Array) {
  const { dataDir } = phone;
  await Deno.writeFile(join(dataDir, "prompts", "m.wav"), wavOf(samples));
  return { dataDir, sound: await phone.sound.load("m.wav") };
}

Deno.test("a telephone that nobody attends is busy", () =>
  withTwo(async (alice, bob) => {
    const line = await alice.telephone.call(uriOf(bob));
    await assert.rejects(line.answered, LineEnded);
    assert.equal((await line.ended).status, 486);
  }));

Deno.test("a caller who gives up while it rings ends both ends", () =>
  withTwo(async (alice, bob) => {
    const rang = new Promise<void>((resolve) =>
      bob.telephone.onCall(() => resolve())
    );
    const line = await alice.telephone.call(uriOf(bob));
    await rang;
    await line.hangUp();
    await assert.rejects(line.answered, LineEnded);
    assert.deepEqual(alice.telephone.lines, []);
  }));

Deno.test("the end of a call rejects what was still to be said", () =>
  withTwo(async (alice, bob) => {
    const [caller, called] = await connected(alice, bob);
    const first = keysAt(called, 1);
    const pressed = assert.rejects(caller.press("123456789"), LineEnded);
    await first;
    await called.hangUp();
    await pressed;
    await assert.rejects(caller.press("1"), LineEnded);
    const { by, status } = await caller.ended;
    assert.deepEqual([by, status], ["remote", 200]);
    const { packetsSent = 0 } = caller.statistics ?? {};
    assert(packetsSent > 0);
  }));
