import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { prompt, speechLike } from "../../runtime/load/sounds.ts";

const core = await loadCore();

function keysIn(sound: Int16Array): string {
  const detector = core.dtmfDetector();
  const keys = detector.detect(sound).map(({ key }) => key).join("");
  detector.close();
  return keys;
}

Deno.test("what callers say is speech to the level meter and no key to the detector", () => {
  for (let seed = 0; seed < 20; seed++) {
    const sound = speechLike(8, new SeededChance(seed));
    assert.equal(sound.length, 8 * 8000);
    assert.equal(keysIn(sound), "", `seed ${seed}`);
    const meter = core.levelMeter();
    meter.measure(sound);
    const { speech } = meter.levels();
    meter.close();
    assert.ok(Math.abs(speech + 20) < 2, `${speech} dBm0, seed ${seed}`);
  }
});

Deno.test("a prompt sounds its keys once a round, and no others", () => {
  for (let seed = 0; seed < 20; seed++) {
    const sound = prompt(core, "159", new SeededChance(seed));
    assert.equal(keysIn(sound), "159", `seed ${seed}`);
  }
});
