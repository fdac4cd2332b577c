import assert from "node:assert/strict";
import { CalledStage } from "./called_stage.ts";
import { INVITE, OFFER, request } from "./phone_request.ts";

/** Requests that RFC 3261 §8.2 objects to, and the header that says why. */
const OBJECTIONABLE: readonly [
  what: string,
  text: string,
  status: number,
  why: RegExp,
][] = [
  [
    "a method that SIP knows and we do not",
    request("MESSAGE"),
    405,
    /\r\nAllow: INVITE, /,
  ],
  [
    "a method that nobody knows",
    request("FOO"),
    501,
    /\r\nAllow: INVITE, /,
  ],
  [
    "Require on OPTIONS",
    request("OPTIONS", { fields: ["Require: foobar, 100rel, barfoo"] }),
    420,
    /\r\nUnsupported: foobar, barfoo\r\n/,
  ],
  [
    "Require on INVITE",
    request("INVITE", { body: OFFER, fields: ["Require: foobar"] }),
    420,
    /\r\nUnsupported: foobar\r\n/,
  ],
  [
    "a body of another type",
    request("INVITE", { fields: ["Content-Type: text/plain"], body: "" })
      .replace("Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\nhi"),
    415,
    /\r\nAccept: application\/sdp\r\n/,
  ],
  [
    "a body in another coding",
    request("INVITE", { fields: ["Content-Encoding: gzip"], body: OFFER }),
    415,
    /\r\nAccept-Encoding: identity\r\n/,
  ],
  [
    "a body of another type, in whatever method",
    request("OPTIONS", { fields: ["Content-Type: text/plain"], body: "" })
      .replace("Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\nhi"),
    415,
    /\r\nAccept: application\/sdp\r\n/,
  ],
  [
    "a body that is encrypted for somebody else (§23.2)",
    INVITE.replace("application/sdp", "application/pkcs7-mime"),
    493,
    /Undecipherable/,
  ],
  [
    "a body for INFO in another coding",
    request("INFO", { fields: ["Content-Encoding: gzip"], body: OFFER }),
    415,
    /\r\nAccept-Encoding: identity\r\n/,
  ],
  [
    "a URI of another scheme",
    request("INVITE", { uri: "tel:100" }),
    416,
    /Unsupported URI Scheme/,
  ],
  [
    "another version of SIP",
    INVITE.replace("SIP/2.0\r\n", "SIP/7.0\r\n"),
    505,
    /Version Not Supported/,
  ],
  [
    "an INVITE without Contact",
    INVITE.replace(/Contact: .*\r\n/, ""),
    400,
    /Bad Request/,
  ],
  [
    "a request without Call-ID (RFC 4475 §3.3.1)",
    INVITE.replace(/Call-ID: .*\r\n/, ""),
    400,
    /\r\nCSeq: 1 INVITE\r\n/,
  ],
  [
    "a request without Via, which cannot be answered",
    INVITE.replace(/Via: .*\r\n/, ""),
    0,
    /^$/,
  ],
  [
    "two From fields",
    request("INVITE", { body: OFFER, fields: ["From: <sip:x@y>;tag=z"] }),
    400,
    /Bad Request/,
  ],
  [
    "a CSeq of another method",
    INVITE.replace("1 INVITE", "1 BYE"),
    400,
    /Bad Request/,
  ],
  [
    "Max-Forwards that is no number",
    INVITE.replace("Max-Forwards: 70", "Max-Forwards: many"),
    400,
    /Bad Request/,
  ],
  [
    "a body that is cut short",
    INVITE.slice(0, -5),
    400,
    /Bad Request/,
  ],
  [
    "a line without a colon",
    request("INVITE", { body: OFFER, fields: ["nonsense"] }),
    400,
    /Bad Request/,
  ],
  [
    "a control character in a header name",
    INVITE.replace("Contact:", "Contact\x01:"),
    400,
    /Bad Request/,
  ],
  [
    "a head of more than 32 KiB",
    request("INVITE", {
      fields: Array.from({ length: 5 }, (_, i) => `X${i}: ${"x".repeat(8000)}`),
    }),
    513,
    /Message Too Large/,
  ],
];

for (const [what, text, status, why] of OBJECTIONABLE) {
  Deno.test(`RFC 3261 §8.2: ${what}: ${status || "nothing"}`, () => {
    const it = new CalledStage();
    it.say(text);
    const answers = it.world.network.sent.slice(1);
    assert.equal(answers.length, status === 0 ? 0 : 1);
    const answer = answers[0]?.text ?? "";
    assert.match(answer, why);
    if (status > 0) assert.ok(answer.startsWith(`SIP/2.0 ${status} `), answer);
    assert.equal(it.sessions.length, 0);
    it.atRest();
  });
}

Deno.test("RFC 4475 §3.3.11: Max-Forwards 0 stops a proxy, not the one who is called", () => {
  const it = new CalledStage();
  it.say(request("OPTIONS").replace("Forwards: 70", "Forwards: 0"));
  assert.deepEqual(it.phone.lines, ["200 OPTIONS"]);
  it.atRest();
});

Deno.test("a malformed ACK is not answered, and no response ever is", () => {
  const it = new CalledStage();
  it.say(
    request("ACK").replace("CSeq: 1", "CSeq: x"),
    "SIP/2.0 200\r\nVia: nonsense\r\n\r\n",
    "\r\n\r\n",
    "hello\r\n\r\n",
  );
  assert.equal(it.world.network.sent.length, 4);
});
