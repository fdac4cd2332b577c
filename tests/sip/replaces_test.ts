import assert from "node:assert/strict";
import { type Field, Headers } from "../../runtime/sip/headers.ts";
import {
  parseReplaces,
  type Replaces,
  replacesIn,
} from "../../runtime/sip/replaces.ts";
import { CalledStage, invited } from "./called_stage.ts";
import { OFFER, request } from "./phone_request.ts";

function dialog(
  callId: string,
  toTag: string,
  fromTag: string,
  earlyOnly = false,
): Replaces {
  return { callId, toTag, fromTag, earlyOnly };
}

const READ: readonly [text: string, replaces: Replaces | "malformed"][] = [
  ["a@b.example;from-tag=f;to-tag=t", dialog("a@b.example", "t", "f")],
  ["a;to-tag=t;from-tag=f;early-only", dialog("a", "t", "f", true)],
  [
    " a ; To-Tag = t ; FROM-TAG = f ; Early-Only ",
    dialog("a", "t", "f", true),
  ],
  ['a;to-tag=t;from-tag=f;x="1;2,3"', dialog("a", "t", "f")],
  [
    '<"(a)\\:/[?]{}>@[::1];to-tag=0;from-tag=0',
    dialog('<"(a)\\:/[?]{}>@[::1]', "0", "0"),
  ],
  ["", "malformed"],
  ["a", "malformed"],
  [";to-tag=t;from-tag=f", "malformed"],
  ["a@;to-tag=t;from-tag=f", "malformed"],
  ["@b;to-tag=t;from-tag=f", "malformed"],
  ["a@b@c;to-tag=t;from-tag=f", "malformed"],
  ["a b;to-tag=t;from-tag=f", "malformed"],
  ["é;to-tag=t;from-tag=f", "malformed"],
  ["a\r\nb;to-tag=t;from-tag=f", "malformed"],
  ["a;to-tag=t", "malformed"],
  ["a;from-tag=f", "malformed"],
  ["a;to-tag;from-tag=f", "malformed"],
  ["a;to-tag=;from-tag=f", "malformed"],
  ['a;to-tag="t";from-tag=f', "malformed"],
  ["a;to-tag=t;to-tag=u;from-tag=f", "malformed"],
  ["a;to-tag=t;from-tag=f;from-tag=f", "malformed"],
  ["a;to-tag=t;;from-tag=f", "malformed"],
  ["a;to-tag=t;from-tag=f,b;to-tag=t;from-tag=f", "malformed"],
  ["a;to-tag=t;from-tag=f;x=1,b;y=2", "malformed"],
];
for (const [text, replaces] of READ) {
  const outcome = typeof replaces === "string" ? replaces : "read";
  Deno.test(`RFC 3891 §6.1: the Replaces ${JSON.stringify(text)} is ${outcome}`, () => {
    assert.deepEqual(parseReplaces(text), replaces);
  });
}

Deno.test("RFC 3891 §3: of two Replaces neither counts", () => {
  const one: Field = ["Replaces", "a;to-tag=t;from-tag=f"];
  assert.equal(replacesIn(new Headers([])), null);
  assert.deepEqual(replacesIn(new Headers([one])), dialog("a", "t", "f"));
  assert.equal(replacesIn(new Headers([one, one])), "malformed");
});

const WELL_FORMED = "Replaces: call-0;to-tag=t;from-tag=f;early-only";
const invite = (...fields: string[]) =>
  request("INVITE", { body: OFFER, fields });

Deno.test("RFC 3891 §4: an INVITE that would replace a dialog is a call like any other", () => {
  const it = invited(invite(WELL_FORMED));
  assert.deepEqual(it.session.replaces, dialog("call-0", "t", "f", true));
  assert.deepEqual(it.phone.lines, ["100 INVITE"]);
  it.session.hangUp(486);
  it.acknowledge();
  it.atRest();
});

Deno.test("RFC 3891 §4: an INVITE without Replaces replaces nothing", () => {
  const it = invited();
  assert.equal(it.session.replaces, null);
  it.session.hangUp(486);
});

for (
  const [what, text] of [
    ["that cannot be read", invite("Replaces: call-0;to-tag=t")],
    ["twice", invite(WELL_FORMED, WELL_FORMED)],
    ["twice in one line", invite(`${WELL_FORMED}, a;to-tag=1;from-tag=2`)],
    ["in an OPTIONS", request("OPTIONS", { fields: [WELL_FORMED] })],
  ] as const
) {
  Deno.test(`RFC 3891 §3: a Replaces ${what} gets 400`, () => {
    const it = new CalledStage();
    it.say(text);
    assert.equal(it.phone.responses(400).length, 1);
    assert.deepEqual(it.sessions, []);
    it.atRest();
  });
}

Deno.test("RFC 3891 §6.2: whoever requires `replaces` hears that it is not supported", () => {
  const it = new CalledStage();
  it.say(invite("Require: replaces", WELL_FORMED));
  const [refusal] = it.phone.responses(420);
  assert.equal(refusal.headers.first("Unsupported"), "replaces");
  assert.deepEqual(it.sessions, []);
  it.atRest();
});

Deno.test("RFC 3891 §3: a BYE ends its call, whatever Replaces it has", () => {
  const it = invited();
  it.session.accept("answer");
  it.world.wind(10);
  it.acknowledge();
  it.say(request("BYE", { cseq: 2, toTag: it.toTag, fields: [WELL_FORMED] }));
  assert.equal(it.phone.lines.includes("200 BYE"), true);
  it.atRest();
});
