import assert from "node:assert/strict";
import { clientKey, quotedKey } from "../../runtime/sip/matching.ts";
import { textOf } from "../../runtime/base/bytes.ts";
import { serialize } from "../../runtime/sip/serialize.ts";
import { CallingStage } from "./calling_stage.ts";

/** RFC 1812 §4.3.2.3: what is left of 576 bytes for what UDP carried. */
const MOST_QUOTED = 520;

Deno.test("RFC 3261 §18.4: a request of ours is known by what ICMP quotes of it", () => {
  const { invite } = new CallingStage();
  const quoted = textOf(serialize(invite)).slice(0, MOST_QUOTED);
  assert.equal(quotedKey(quoted), clientKey(invite));
});

const NOTHING: readonly [what: string, text: string][] = [
  ["nothing", ""],
  ["the start line alone", "INVITE sip:a@b SIP/2.0\r\n"],
  [
    "half a branch",
    "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP c;branch=z9hG4bK12",
  ],
  [
    "a response",
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP c;branch=z9hG4bK1;rport\r\n",
  ],
  ["a keep-alive", "\r\n\r\n"],
  ["what is not ours", "invite\0\0\0;branch=;branch=;branch=\r"],
];

for (const [what, text] of NOTHING) {
  Deno.test(`RFC 3261 §18.4: no request is known by ${what}`, () => {
    assert.equal(quotedKey(text), null);
  });
}

for (const forged of ["z9hG4bK-guessed", ""]) {
  Deno.test(`RFC 5927 §4: ICMP that quotes "${forged}" as a branch fails no call`, () => {
    const it = new CallingStage();
    it.world.network.quote = (text) =>
      text.replace(/branch=[^;]+/, `branch=${forged}`);
    it.world.network.dead.add("10.0.0.2");
    it.world.wind(1000);
    assert.deepEqual(it.ear.heard, []);
    it.world.network.quote = (text) => text;
    it.world.wind(1000);
    assert.deepEqual(it.ear.heard, ["ended local 503"]);
  });
}
