import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import { referralIn } from "../../runtime/sip/referral.ts";
import { CalledStage, established } from "./called_stage.ts";
import { request } from "./phone_request.ts";

const TO = "Refer-To: <sip:300@10.0.0.3?Replaces=a%3Bto-tag%3Db>";

function refer(it: CalledStage, cseq: number, ...fields: string[]): void {
  it.say(request("REFER", { cseq, toTag: it.toTag, fields }));
}

Deno.test("RFC 3515 §2.4.2: a REFER in a call is taken and told of, and nobody is called", () => {
  const it = established();
  refer(it, 2, TO, "b: <sip:200@10.0.0.2>");
  assert.equal(it.phone.lines.includes("202 REFER"), true);
  assert.deepEqual(it.ear.heard.slice(1), [
    "referred to sip:300@10.0.0.3?Replaces=a%3Bto-tag%3Db by sip:200@10.0.0.2",
  ]);
  assert.ok(it.world.network.sent.every(({ to }) => to.address !== "10.0.0.3"));
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3515 §2.4.4: one NOTIFY says that it was taken, and that no more news follow", () => {
  const it = established();
  refer(it, 2, TO);
  refer(it, 3, TO);
  const notifies = it.phone.requests("NOTIFY");
  const says = (name: "Event" | "Subscription-State" | "Content-Type") =>
    notifies.map(({ headers }) => headers.first(name));
  assert.deepEqual(says("Event"), ["refer", "refer;id=3"]);
  const [body] = notifies;
  assert.equal(textOf(body.body), "SIP/2.0 100 Trying\r\n");
  assert.equal(says("Subscription-State")[0], "terminated;reason=noresource");
  assert.equal(says("Content-Type")[0], "message/sipfrag;version=2.0");
  for (const notify of notifies) it.phone.respond(notify, 481);
  it.world.wind(10);
  assert.equal(it.agent.counts.sessions, 1);
  it.bye(4);
  it.atRest();
});

Deno.test("RFC 4488 §4: who wants no news of its REFER gets none", () => {
  const it = established();
  refer(it, 2, TO, "Refer-Sub: false", "Require: norefersub");
  const [answer] = it.phone.responses(202);
  assert.equal(answer.headers.first("Refer-Sub"), "false");
  assert.deepEqual(it.phone.requests("NOTIFY"), []);
  assert.equal(it.ear.heard.length, 2);
  it.bye(3);
  it.atRest();
});

for (
  const [what, fields] of [
    ["without Refer-To", []],
    ["with two Refer-To", [TO, TO]],
    ["with a Refer-To that is none", ["Refer-To: nobody"]],
  ] as const
) {
  Deno.test(`RFC 3515 §2.4.2: a REFER ${what} gets 400`, () => {
    const it = established();
    refer(it, 2, ...fields);
    assert.equal(it.phone.responses(400).length, 1);
    assert.equal(it.ear.heard.length, 1);
    it.bye(3);
    it.atRest();
  });
}

Deno.test("outside a call REFER, NOTIFY, SUBSCRIBE, MESSAGE and PUBLISH get 405", () => {
  const it = new CalledStage();
  const methods = ["REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH"];
  for (const method of methods) it.say(request(method, { fields: [TO] }));
  assert.equal(it.phone.responses(405).length, methods.length);
  it.atRest();
});

const NAMED = { callId: "a@b", toTag: "t", fromTag: "f", earlyOnly: false };
const THERE = "sip:300@10.0.0.3";
const NAMES: readonly [uri: string, replaces: typeof NAMED | null][] = [
  [`${THERE}?Replaces=a%40b%3Bto-tag%3Dt%3Bfrom-tag%3Df`, NAMED],
  [
    `${THERE}?replaces=a%40b%3bfrom-tag%3df%3bto-tag%3dt&Require=replaces`,
    NAMED,
  ],
  [
    `${THERE}?Subject=x%2Cy&%52eplaces=a%40b%3Bto-tag%3Dt%3Bfrom-tag%3Df`,
    NAMED,
  ],
  [`${THERE}?Replaces=a%2540b%3Bto-tag%3Dt%3Bfrom-tag%3Df%3Bearly-only`, {
    ...NAMED,
    callId: "a%40b",
    earlyOnly: true,
  }],
  [`${THERE}?Replaces=a%40b%3Bto-tag%3Dt`, null],
  [`${THERE}?Replaces=a%4`, null],
  [`${THERE}?Replaces=%ff%3Bto-tag%3Dt%3Bfrom-tag%3Df`, null],
  [`${THERE}?Replaces=a%0D%0Ab%3Bto-tag%3Dt%3Bfrom-tag%3Df`, null],
  [`${THERE}?Replaces=a%3Bto-tag%3Dt%3Bfrom-tag%3Df&Replaces=b`, null],
  [`${THERE}?Replaces`, null],
  [`${THERE}?=a`, null],
  [`${THERE}?Subject=x`, null],
  [THERE, null],
  ["tel:300", null],
  ["https://b.example/?Replaces=a", null],
];
for (const [uri, replaces] of NAMES) {
  Deno.test(`RFC 3891 §6.1: Refer-To <${uri}> names ${replaces ? "a" : "no"} dialog`, () => {
    const text = request("REFER", { fields: [`Refer-To: <${uri}>`] });
    const refer = parseMessage(utf8(text));
    assert.ok(typeof refer !== "string" && refer.kind === "request");
    assert.deepEqual(referralIn(refer), { to: uri, by: null, replaces });
  });
}
