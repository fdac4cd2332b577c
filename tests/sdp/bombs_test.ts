import assert from "node:assert/strict";
import { answerTo } from "../../runtime/sdp/negotiate.ts";
import { LOCAL } from "./local.ts";

const HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\n" +
  "c=IN IP4 192.0.2.7\r\nt=0 0\r\n";
const AUDIO = `${HEAD}m=audio 4000 RTP/AVP 8 101\r\n`;
const EVENTS = `${AUDIO}a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 `;

function many(piece: string, count: number): string {
  return `${piece}\r\n`.repeat(count);
}

/** As much as a description may measure, of what has brought others down. */
const BOMBS: readonly [what: string, sdp: string][] = [
  ["events", `${EVENTS}${"0-15,".repeat(3200)}\r\n`],
  ["blanks before events", `${EVENTS}${" ".repeat(16_000)}x\r\n`],
  ["ranges of events", `${EVENTS}0-4294967295,0-9007199254740993\r\n`],
  ["rtpmaps", AUDIO + many("a=rtpmap:96 x/1", 480)],
  ["rtcp", `${AUDIO}a=rtcp:${"5 ".repeat(8000)}\r\n`],
  ["connections", AUDIO + many("c=IN IP4 192.0.2.7", 480)],
  ["directions", AUDIO + many("a=sendonly", 480)],
  ["candidates", AUDIO + many("a=candidate:1 9 UDP 4294967296 h 1 typ x", 300)],
  [
    "keys",
    AUDIO +
    many(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${"A".repeat(40)}`, 150),
  ],
  ["formats", `${HEAD}m=audio 4000 RTP/AVP${" 8".repeat(8000)}\r\n`],
  ["streams", HEAD + many("m=audio 4000 RTP/AVP 0 8 9", 480)],
  ["ports", `${HEAD}m=audio 4000${"/1".repeat(7000)} RTP/AVP 8\r\n`],
  ["payload types", `${HEAD}m=audio 4000 RTP/AVP 4294967296 -1 8\r\n`],
  ["m before c", "v=0\r\nm=audio 4000 RTP/AVP 8\r\n"],
  [
    "an address that is none",
    AUDIO.replace("IP4 192.0.2.7\r\nt", "IP4 x\r\nt"),
  ],
];

/** One that is quadratic in 16 KB takes some hundred. */
const LONGEST_MS = 10;

for (const [what, sdp] of BOMBS) {
  Deno.test(`SDP bomb of ${what}: an answer or a refusal, and soon`, () => {
    const spans = Array.from({ length: 9 }, () => {
      const start = performance.now();
      const answer = answerTo(sdp, LOCAL);
      assert.ok(
        typeof answer === "object" ||
          ["malformed", "unacceptable"].includes(answer),
      );
      return performance.now() - start;
    });
    assert.ok(Math.min(...spans) < LONGEST_MS, `${Math.min(...spans)} ms`);
  });
}
