import assert from "node:assert/strict";
import { Mp3Encoders } from "../../runtime/sound/mp3_encoder.ts";
import { sine } from "../support/wav_files.ts";

Deno.test("an encoder is used again once it is closed, and begins anew", async () => {
  const encoders = new Mp3Encoders();
  const sound = sine(440, 8000);
  const files: number[][] = [];
  for (let n = 0; n < 3; n++) {
    const encoder = await encoders.open(1);
    assert.equal(encoders.idle, 0);
    files.push([...encoder.encode(sound), ...n === 1 ? [] : encoder.flush()]);
    encoder.close();
    assert.equal(encoders.idle, 1);
  }
  // The second was given up on the way
  assert.deepEqual(files[2], files[0]);
  encoders.forget();
  assert.equal(encoders.idle, 0);
});

Deno.test("two sounds at once are apart, and one channel from two", async () => {
  const encoders = new Mp3Encoders();
  const [mono, stereo] = [await encoders.open(1), await encoders.open(2)];
  const low = sine(300, 16_000);
  const bytes = { mono: 0, stereo: 0 };
  for (let at = 0; at < low.length; at += 1600) {
    const piece = low.subarray(at, at + 1600);
    bytes.mono += mono.encode(piece).length;
    bytes.stereo += stereo.encode(piece).length;
  }
  bytes.mono += mono.flush().length;
  bytes.stereo += stereo.flush().length;
  // 2 s at 32 kbit/s, 1 s at 64, and the frames of the encoder's delay
  for (const count of Object.values(bytes)) {
    assert.ok(count >= 8000 && count < 8000 * 1.3, `${count}`);
  }
  mono.close();
  stereo.close();
  assert.equal(encoders.idle, 2);
});
