import assert from "node:assert/strict";
import { channelOf } from "../../runtime/sound/channels.ts";
import {
  melody,
  MOST,
  played,
  silence,
  testWorld,
  writePrompt,
} from "../support/media_world.ts";
import { shareHeard } from "../support/pieces.ts";
import { chunkIn } from "../support/wav_files.ts";

testWorld(
  "what two ports of a mix hear is recorded in stereo, one on each side",
  21_310,
  async (world) => {
    const { sound, media, a, b } = world;
    // Backwards a melody is like itself nowhere but in its middle
    const [spokenByA, spokenByB] = [melody(8000), melody(8000).toReversed()];
    await writePrompt(world, "a.wav", spokenByA);
    await writePrompt(world, "b.wav", spokenByB);
    const [ofA, ofB] = [await sound.load("a.wav"), await sound.load("b.wav")];
    const mix = media.openMix();
    for (const port of [a, b]) mix.join(port, { listen: false });
    const recording = sound.create("both", "pcmu", { channels: 2 });
    const options = { maxSamples: 80_000, channels: { left: a, right: b } };
    const stop = mix.record(recording.id, options, () => assert.fail("full"));
    await Promise.all([played(a, [ofA.id]), played(b, [ofB.id])]);
    await played(a, [(await silence(world, 1600)).id]);
    stop();
    const { samples, bytes, error } = await recording.finished;
    assert.deepEqual([error, bytes], [null, 58 + 2 * samples]);
    const file = await Deno.readFile(`${world.dir}/recordings/both.wav`);
    const codec = world.core.codec("pcmu");
    const pairs = codec.decode(chunkIn(file, "data"));
    codec.close();
    // Each hears what the other says
    const shares = [
      shareHeard(spokenByB, channelOf(pairs, 0)),
      shareHeard(spokenByA, channelOf(pairs, 1)),
    ];
    assert.ok(shares.every((share) => share >= MOST), `${shares} are heard`);
  },
);

testWorld(
  "the sound thread writes MP3, which it fetches when it is wanted",
  21_320,
  async ({ sound, dir, b }) => {
    const recording = sound.create("music", "mp3");
    const full = Promise.withResolvers<void>();
    const options = { maxSamples: 4000, beep: false };
    b.record(recording.id, options, full.resolve);
    await full.promise;
    const { samples, bytes, error } = await recording.finished;
    assert.deepEqual([samples, error], [4000, null]);
    const file = await Deno.readFile(`${dir}/recordings/music.mp3`);
    assert.equal(file.length, bytes);
    assert.deepEqual([...file.subarray(0, 2)], [0xff, 0xe3]);
  },
);
