import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import { opinionOf, ratingOf } from "../../runtime/rtp/e_model.ts";
import { EQUIPMENT } from "../../runtime/rtp/equipment.ts";
import { voiceQuality } from "../../runtime/rtp/voice_quality.ts";
import { wholeRating } from "./e_model_whole.ts";

const NO_LOSS = { share: 0 };
const NONE = milliseconds(0);

function near(found: number, expected: number, within: number): void {
  assert.ok(Math.abs(found - expected) <= within, `${found}, not ${expected}`);
}

Deno.test("ITU-T G.107 §7.7: with all defaults R is 93.2", () => {
  near(ratingOf(EQUIPMENT.pcma, NO_LOSS, NONE), 93.2, 0.05);
});

/** G.107 Annex B, table B.1, and R of the defaults with its MOS. */
const OPINIONS = [
  [93.2, 4.41],
  [90, 4.34],
  [80, 4.03],
  [70, 3.6],
  [60, 3.1],
  [50, 2.58],
  [0, 1],
  [100, 4.5],
];
for (const [rating, opinion] of OPINIONS) {
  Deno.test(`ITU-T G.107 Annex B: R = ${rating} is MOS ${opinion}`, () => {
    near(opinionOf(rating), opinion, 0.0075);
  });
}

Deno.test("MOS never falls below 1, nor as R rises", () => {
  let last = 0;
  for (let rating = 0; rating <= 100; rating += 0.5) {
    const opinion = opinionOf(rating);
    assert.ok(opinion >= 1 && opinion >= last, `${rating}: ${opinion}`);
    last = opinion;
  }
});

/** (7-29) by hand: Ie + (95 − Ie) Ppl / (Ppl / BurstR + Bpl). */
const LOSSES = [
  { codec: "pcmu", share: 0.01, burstRatio: 1, costs: 95 / 26.1 },
  { codec: "pcma", share: 0.05, burstRatio: 1, costs: 475 / 30.1 },
  { codec: "pcma", share: 0.05, burstRatio: 2, costs: 475 / 27.6 },
  { codec: "gsm", share: 0, burstRatio: 1, costs: 20 },
  { codec: "gsm", share: 0.02, burstRatio: 1, costs: 20 + 150 / 12 },
  { codec: "dvi4", share: 0, burstRatio: 1, costs: 7 },
] as const;
for (const { codec, share, burstRatio, costs } of LOSSES) {
  Deno.test(`ITU-T G.107 §7.5: ${codec} with ${100 * share} % lost, BurstR ${burstRatio}`, () => {
    const best = ratingOf(EQUIPMENT.pcma, NO_LOSS, NONE);
    const rating = ratingOf(EQUIPMENT[codec], { share, burstRatio }, NONE);
    near(best - rating, costs, 1e-9);
  });
}

/**
 * Cole and Rosenbluth, "Voice over IP performance monitoring" (2001), fitted
 * G.107 by 0.024 d + 0.11 (d − 177.3) beyond 177.3 ms, up to 300 ms.
 */
for (const delay of [50, 100, 150, 200, 250, 300]) {
  Deno.test(`${delay} ms cost about what the published fit of G.107 says`, () => {
    const fit = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
    const none = ratingOf(EQUIPMENT.pcma, NO_LOSS, NONE);
    const late = ratingOf(EQUIPMENT.pcma, NO_LOSS, milliseconds(delay));
    near(none - late, fit, 0.75);
  });
}

for (const delay of [0, 1, 20, 60, 150, 250, 400, 800]) {
  Deno.test(`ITU-T G.107 §7 written out gives the same R after ${delay} ms`, () => {
    const loss = { share: 0.01 };
    const rating = ratingOf(EQUIPMENT.pcma, loss, milliseconds(delay));
    near(rating, wholeRating(delay, 95 / 26.1), 0.01);
  });
}

Deno.test("whatever the delay and the loss, R stays on its scale and falls", () => {
  let last = Infinity;
  for (let step = 0; step <= 100; step++) {
    const loss = { share: step / 100 };
    const rating = ratingOf(EQUIPMENT.gsm, loss, milliseconds(20 * step));
    assert.ok(rating >= 0 && rating <= 100 && rating <= last, `${step}`);
    last = rating;
  }
  assert.equal(last, 0);
});

Deno.test("RFC 3611 §4.7.5: delay counts for R and MOS-CQ and not for MOS-LQ", () => {
  const loss = { share: 0.01 };
  const near = voiceQuality({ codec: "pcma", loss, delay: milliseconds(40) });
  const far = voiceQuality({ codec: "pcma", loss, delay: milliseconds(400) });
  assert.equal(near.mosLq, far.mosLq);
  assert.ok((near.mosCq ?? 0) > (far.mosCq ?? 0) + 1);
  assert.ok((near.rFactor ?? 0) > (far.rFactor ?? 0) + 25);
  assert.ok((near.mosCq ?? 9) <= near.mosLq);
});

Deno.test("RFC 3611 §4.7.5: what needs a delay that nobody knows is not there", () => {
  const quality = voiceQuality({ codec: "gsm", loss: NO_LOSS, delay: null });
  assert.equal(quality.rFactor, null);
  assert.equal(quality.mosCq, null);
  assert.ok(quality.mosLq > 3.6 && quality.mosLq < 3.8);
});
