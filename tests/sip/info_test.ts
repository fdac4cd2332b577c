import assert from "node:assert/strict";
import { type CalledStage, established } from "./called_stage.ts";
import { request } from "./phone_request.ts";

const RELAY = "application/dtmf-relay";
const PLAIN = "application/dtmf";

function inform(
  it: CalledStage,
  cseq: number,
  type: string,
  body: string,
  ...fields: readonly string[]
): void {
  const text = request("INFO", { cseq, toTag: it.toTag, body, fields });
  it.say(text.replace("application/sdp", type));
}

/** Bodies of INFO, and the key that each says. */
const KEYS: readonly [type: string, body: string, key: string | null][] = [
  [RELAY, "Signal=5\r\nDuration=160\r\n", "5"],
  [RELAY, "Signal= *\r\nDuration= 100", "*"],
  [RELAY, "Duration=160\nsignal=#\n", "#"],
  [RELAY, "Signal=11\r\nDuration=160\r\n", "#"],
  [RELAY, "Signal=d\r\n", "D"],
  [`${RELAY}; charset=utf-8`, "Signal=0\r\n", "0"],
  [PLAIN, "7", "7"],
  [PLAIN, "10\r\n", "*"],
  [RELAY, "Signal=16\r\nDuration=160\r\n", null],
  [RELAY, "Signal=", null],
  [RELAY, "5", null],
  [PLAIN, "!", null],
  [PLAIN, "55", null],
];

for (const [type, body, key] of KEYS) {
  Deno.test(`RFC 2976 §2: INFO ${type} ${JSON.stringify(body)} says ${key}`, () => {
    const it = established();
    inform(it, 2, type, body);
    assert.equal(it.phone.responses(200).at(-1)?.cseq.method, "INFO");
    assert.deepEqual(it.ear.heard.slice(1), key ? [`key ${key}`] : []);
    it.bye(3);
    it.atRest();
  });
}

Deno.test("RFC 3261 §17.2.2: an INFO that comes again says its key once", () => {
  const it = established();
  inform(it, 2, PLAIN, "7");
  inform(it, 2, PLAIN, "7");
  assert.equal(it.phone.responses(200).length, 3);
  assert.deepEqual(it.ear.heard.slice(1), ["key 7"]);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 2976 §2: INFO without a body is answered and means nothing", () => {
  const it = established();
  inform(it, 2, PLAIN, "");
  assert.equal(it.phone.responses(200).length, 2);
  assert.equal(it.ear.heard.length, 1);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3261 §8.2.3: INFO of another type gets 415 and the types that are taken", () => {
  const it = established();
  inform(it, 2, "application/media_control+xml", "<x/>");
  const [answer] = it.phone.responses(415);
  assert.deepEqual(answer.headers.list("Accept"), [RELAY, PLAIN]);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 6086 §4.2.2: a package that nobody asked for gets 469", () => {
  const it = established();
  inform(it, 2, "text/plain", "hi", "Info-Package: foo");
  const [answer] = it.phone.responses(469);
  assert.equal(
    answer.headers.fields.find(([n]) => n === "Recv-Info")?.[1],
    "nil",
  );
  it.bye(3);
  it.atRest();
});
