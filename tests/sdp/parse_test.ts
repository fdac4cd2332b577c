import assert from "node:assert/strict";
import fc from "fast-check";
import { textOf } from "../../runtime/base/bytes.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { acceptAnswer, answerTo } from "../../runtime/sdp/negotiate.ts";
import { makeOffer } from "../../runtime/sdp/offer.ts";
import { LIMITS, parseSdp } from "../../runtime/sdp/parse.ts";
import { formatSdp } from "../../runtime/sdp/serialize.ts";
import { mutated } from "../support/mutate.ts";
import { OFFERS } from "./offers.ts";

const HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\n";

for (const [who, offer] of Object.entries(OFFERS)) {
  Deno.test(`parse(format(description)) is the description: ${who}`, () => {
    const description = parseSdp(offer);
    assert.ok(description !== "malformed");
    assert.deepEqual(parseSdp(formatSdp(description)), description);
  });
}

Deno.test("RFC 8866 §5: lines may end in LF alone, and unknown types are passed over", () => {
  const description = parseSdp(
    "v=0\no=- 1 1 IN IP4 h.example\ns=x\ni=y\nz=0 0\nt=0 0\nm=audio 1 RTP/AVP 0\n",
  );
  assert.ok(description !== "malformed");
  assert.equal(description.media[0].port, 1);
});

Deno.test("RFC 8866 §5.7: a c= of the stream counts for the stream alone", () => {
  const description = parseSdp(
    `${HEAD}c=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 1 RTP/AVP 0\r\n` +
      "c=IN IP6 2001:db8::1\r\nm=audio 3 RTP/AVP 0\r\n",
  );
  assert.ok(description !== "malformed");
  assert.equal(description.connection?.address, "192.0.2.1");
  assert.deepEqual(description.media.map(({ connection }) => connection), [
    { family: "IP6", address: "2001:db8::1" },
    null,
  ]);
});

const AUDIO = "m=audio 49170 RTP/AVP 0";

/** Text that is no session description. */
const MALFORMED: readonly [what: string, text: string][] = [
  ["nothing", ""],
  ["another version", HEAD.replace("v=0", "v=1")],
  ["no version", HEAD.slice(5)],
  ["no origin", "v=0\r\ns=-\r\n"],
  ["two origins", `${HEAD}o=- 1 1 IN IP4 192.0.2.7\r\n`],
  ["an origin with a word for a number", HEAD.replace("1 1", "1 x")],
  ["an origin that is cut short", HEAD.replace(" IP4 192.0.2.7", "")],
  ["a line without =", `${HEAD}nonsense\r\n`],
  ["an empty line in the middle", `${HEAD}\r\n${AUDIO}\r\n`],
  ["a type in upper case", `${HEAD}X=y\r\n`],
  ["a control character", `${HEAD}a=\x01\r\n`],
  ["a c= of no known family", `${HEAD}c=IN IP5 x\r\n`],
  ["a c= without address", `${HEAD}c=IN IP4\r\n`],
  ["a port above 65535", `${HEAD}${AUDIO.replace("49170", "65536")}\r\n`],
  ["a port of 99999999", `${HEAD}${AUDIO.replace("49170", "99999999")}\r\n`],
  ["a negative port", `${HEAD}${AUDIO.replace("49170", "-1")}\r\n`],
  ["no formats", `${HEAD}m=audio 1 RTP/AVP\r\n`],
  ["two blanks in m=", `${HEAD}m=audio 1 RTP/AVP 0  8\r\n`],
  [
    "too many formats",
    `${HEAD}m=audio 1 RTP/AVP${" 0".repeat(LIMITS.formats + 1)}\r\n`,
  ],
  ["too many streams", HEAD + `${AUDIO}\r\n`.repeat(LIMITS.media + 1)],
  ["too many lines", HEAD + "a=x\r\n".repeat(LIMITS.lines)],
  ["too many characters", `${HEAD}a=${"x".repeat(LIMITS.characters)}\r\n`],
  ["a t= of words", `${HEAD}t=now then\r\n`],
];

for (const [what, text] of MALFORMED) {
  Deno.test(`malformed: ${what}`, () => {
    assert.equal(parseSdp(text), "malformed");
  });
}

Deno.test("50,000 mutated descriptions are answered or refused in a word", () => {
  const local = {
    address: "192.0.2.1",
    rtpPort: 20_000,
    codecs: ["pcmu", "pcma"],
    telephoneEvent: true,
    ptime: milliseconds(20),
    sessionId: 1,
    sessionVersion: 1,
  } as const;
  const ours = makeOffer(local);
  let settled = 0;
  fc.assert(
    fc.property(mutated(Object.values(OFFERS)), (bytes) => {
      const text = textOf(bytes);
      const accepted = acceptAnswer(ours, text);
      assert.ok(typeof accepted !== "string" || /^[a-z]+$/.test(accepted));
      const answer = answerTo(text, local);
      if (typeof answer === "string") return;
      settled++;
      assert.notEqual(parseSdp(answer.sdp), "malformed");
      const { stream } = answer;
      assert.ok(stream.sendPayloadType >= 0 && stream.sendPayloadType < 128);
      assert.ok(stream.ptime >= 10 && stream.ptime <= 60);
      assert.ok((stream.remote?.port ?? 1) > 0);
    }),
    { numRuns: 50_000, seed: 3264 },
  );
  assert.ok(settled > 5000, `only ${settled} were answered`);
});
