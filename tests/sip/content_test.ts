import assert from "node:assert/strict";
import fc from "fast-check";
import { concat, utf8 } from "../../runtime/base/bytes.ts";
import { contentOf } from "../../runtime/sip/content.ts";
import { type Field, Headers } from "../../runtime/sip/headers.ts";
import { splitParts } from "../../runtime/sip/multipart.ts";
import { established, invited } from "./called_stage.ts";
import { CallingStage, CONTACT } from "./calling_stage.ts";
import { request } from "./phone_request.ts";
import { message } from "../support/sip_world.ts";

const SDP = "Content-Type: application/sdp";
const ISUP = "Content-Type: application/isup;version=itu-t92+";
const OPTIONAL = "Content-Disposition: signal;handling=optional";
const REQUIRED = "Content-Disposition: signal;handling=required";

/** A part: its header lines, then its body. */
function part(...lines: readonly string[]): string {
  const [body, ...fields] = lines.toReversed();
  return [...fields.toReversed(), "", body].join("\r\n");
}

/** Parts between their boundaries. */
function joined(parts: readonly string[], boundary = "b"): string {
  const pieces = parts.map((one) => `--${boundary}\r\n${one}\r\n`);
  return `${pieces.join("")}--${boundary}--\r\n`;
}

function read(type: string, body: string, ...more: readonly Field[]) {
  const headers = new Headers([["Content-Type", type], ...more]);
  return contentOf(headers, utf8(body));
}

const FINE = { sdp: "v=0", objection: null };
const NOTHING = { sdp: null, objection: null };

const MIXED: readonly [what: string, parts: readonly string[], unknown][] = [
  ["a description alone", [part(SDP, "v=0")], FINE],
  ["one before ISUP that may be left", [
    part(SDP, "v=0"),
    part(ISUP, OPTIONAL, "x"),
  ], FINE],
  ["one behind ISUP that may be left", [
    part(ISUP, OPTIONAL, "x"),
    part(SDP, "v=0"),
  ], FINE],
  [
    "two, of which the first counts",
    [part(SDP, "v=0"), part(SDP, "v=1")],
    FINE,
  ],
  ["one that says it is of the session", [
    part(SDP, "Content-Disposition: Session; handling=required", "v=0"),
  ], FINE],
  ["one with blanks, case and folding", [
    part("content-TYPE  :\r\n application/SDP ; x=y", "v=0"),
  ], FINE],
  ["one in 8bit", [part(SDP, "Content-Transfer-Encoding: 8BIT", "v=0")], FINE],
  ["nothing that has to be read", [part(ISUP, OPTIONAL, "x")], NOTHING],
  ["an empty part", [part(SDP, "v=0"), "\r\n"], FINE],
  ["ISUP that has to be read", [part(SDP, "v=0"), part(ISUP, REQUIRED, "x")], {
    sdp: "v=0",
    objection: 415,
  }],
  ["ISUP that does not say so", [part(SDP, "v=0"), part(ISUP, "x")], {
    sdp: "v=0",
    objection: 415,
  }],
  ["text without a type", [part("x")], { sdp: null, objection: 415 }],
  ["a description of early media", [
    part(SDP, "Content-Disposition: early-session", "v=0"),
  ], { sdp: null, objection: 415 }],
  ["base64", [part(SDP, "Content-Transfer-Encoding: base64", "dj0w")], {
    sdp: null,
    objection: 415,
  }],
  ["gzip", [part(SDP, "Content-Encoding: gzip", "v=0")], {
    sdp: null,
    objection: 415,
  }],
  ["a line that is no header", [part("no header", "v=0")], {
    sdp: null,
    objection: 400,
  }],
  ["a control character", [part("X: a\u0001b", "v=0")], {
    sdp: null,
    objection: 400,
  }],
  ["33 header lines", [part(...Array(33).fill("X: y"), "v=0")], {
    sdp: null,
    objection: 400,
  }],
];

for (const [what, parts, expected] of MIXED) {
  Deno.test(`RFC 5621 §3: multipart/mixed with ${what}`, () => {
    assert.deepEqual(
      read("multipart/mixed;boundary=b", joined(parts)),
      expected,
    );
  });
}

Deno.test("RFC 5621 §3.2: of multipart/alternative the last that can be read counts", () => {
  const parts = [part(SDP, "v=0"), part(SDP, "v=1"), part(ISUP, "x")];
  const type = "multipart/alternative; boundary=b";
  assert.deepEqual(read(type, joined(parts)), { sdp: "v=1", objection: null });
  const unreadable = joined([part(ISUP, "x"), part(ISUP, "y")]);
  assert.deepEqual(read(type, unreadable), { sdp: null, objection: 415 });
});

Deno.test("RFC 2387 §3.2: of multipart/related the root counts, which `start` may name", () => {
  const root = part(SDP, "Content-ID: <2@x>", "v=0");
  const type = 'multipart/related;boundary=b;type="application/sdp"';
  assert.deepEqual(read(type, joined([root, part(ISUP, "x")])), FINE);
  const second = joined([part(ISUP, "Content-ID: <1@x>", "x"), root]);
  assert.deepEqual(read(`${type};start="<2@x>"`, second), FINE);
  assert.equal(read(type, second).objection, 415);
});

function nested(levels: number): string {
  let body = part(SDP, "v=0");
  for (let level = 0; level < levels; level++) {
    const type = `Content-Type: multipart/mixed;boundary=n${level}`;
    body = part(type, joined([body], `n${level}`));
  }
  return joined([body]);
}

Deno.test("RFC 5621 §3: parts may have parts, three deep at most", () => {
  const type = "multipart/mixed;boundary=b";
  assert.deepEqual(read(type, nested(2)), FINE);
  assert.equal(read(type, nested(3)).objection, 415);
});

const BROKEN: readonly [what: string, type: string, body: string][] = [
  ["no boundary", "multipart/mixed", joined([part(SDP, "v=0")])],
  [
    "an empty boundary",
    'multipart/mixed;boundary=""',
    joined([part(SDP, "v=0")], ""),
  ],
  [
    "a boundary of 71",
    `multipart/mixed;boundary=${"b".repeat(71)}`,
    joined([part(SDP, "v=0")], "b".repeat(71)),
  ],
  [
    "another boundary",
    "multipart/mixed;boundary=c",
    joined([part(SDP, "v=0")]),
  ],
  ["no end", "multipart/mixed;boundary=b", `--b\r\n${part(SDP, "v=0")}\r\n`],
  ["nothing before the end", "multipart/mixed;boundary=b", "--b--\r\n"],
  [
    "17 parts",
    "multipart/mixed;boundary=b",
    joined(Array(17).fill(part(SDP, "v=0"))),
  ],
  [
    "bare line feeds",
    "multipart/mixed;boundary=b",
    joined([part(SDP, "v=0")]).replaceAll("\r\n", "\n"),
  ],
];

for (const [what, type, body] of BROKEN) {
  Deno.test(`RFC 2046 §5.1.1: a multipart body with ${what} cannot be read`, () => {
    assert.deepEqual(read(type, body), { sdp: null, objection: 400 });
  });
}

Deno.test("RFC 2046 §5.1.1: a boundary may be quoted, stand behind a preamble and before an epilogue, with blanks behind it", () => {
  const body = `preamble\r\n--a b \t\r\n${
    part(SDP, "v=0\r\n--a bc\r\n--a")
  }\r\n--a b--  \r\nepilogue`;
  assert.equal(
    read('multipart/mixed; boundary="a b"', body).sdp,
    "v=0\r\n--a bc\r\n--a",
  );
});

Deno.test("RFC 2046 §5.1.1: what was joined is split again, whatever it holds", () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const bodies = fc.array(bytes, { minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(bodies, (parts) => {
      const boundary = "fTjRGv6PjqkVz7";
      const line = utf8(`\r\n--${boundary}\r\n`);
      const whole = concat([
        ...parts.flatMap((one) => [line, one]),
        utf8(`\r\n--${boundary}--`),
      ]);
      assert.deepEqual(splitParts(whole, boundary), parts);
    }),
    { seed: 5621 },
  );
});

/** What parts are made of, and what they are not. */
const PIECES = [
  "--b",
  "--b--",
  "\r\n",
  "\r\n\r\n",
  "\n",
  " ",
  SDP,
  ISUP,
  OPTIONAL,
  'Content-Type: multipart/alternative;boundary="b"',
  "Content-Type: multipart/related;boundary=c;start=<1>",
  "--c",
  "v=0",
  ':;"\u0000',
];

Deno.test("RFC 5621 §3: whatever a body of parts holds, reading it ends in a word", () => {
  const piece = fc.constantFrom(...PIECES);
  const bodies = fc.array(piece, { maxLength: 40 }).map((all) => all.join(""));
  fc.assert(
    fc.property(bodies, (body) => {
      const content = read("multipart/mixed;boundary=b", body);
      assert.ok([null, 400, 415].includes(content.objection));
    }),
    { seed: 2046, numRuns: 2000 },
  );
});

const TYPE = "Content-Type: multipart/mixed;boundary=b";

/** An INVITE with a body of parts. */
function invite(parts: readonly string[]): string {
  return request("INVITE", { fields: [TYPE] }).replace(
    /Content-Length: 0\r\n\r\n$/,
    `Content-Length: ${utf8(joined(parts)).length}\r\n\r\n${joined(parts)}`,
  );
}

Deno.test("RFC 5621 §3: an INVITE with ISUP beside its offer is a call with that offer", () => {
  const it = invited(
    invite([part(SDP, "their offer"), part(ISUP, OPTIONAL, "\x01\x02")]),
  );
  assert.equal(it.session.offer, "their offer");
  it.session.hangUp(486);
});

Deno.test("RFC 3261 §8.2.3: an INVITE with a part that has to be read and cannot be gets 415 and Accept", () => {
  const it = invited(
    invite([part(SDP, "their offer"), part(ISUP, REQUIRED, "x")]),
  );
  assert.equal(it.sessions.length, 0);
  const [refused] = it.phone.responses(415);
  assert.ok(refused.headers.list("Accept").includes("application/sdp"));
});

Deno.test("RFC 5621 §3: an INVITE whose parts cannot be told gets 400", () => {
  const it = invited(
    invite([part(SDP, "x")]).replace("boundary=b", "boundary=c"),
  );
  assert.equal(it.phone.responses(400).length, 1);
});

Deno.test("RFC 5621 §3: a re-INVITE offers in a part too", () => {
  const it = established();
  it.ear.answer = "our answer";
  const body = joined([part(ISUP, OPTIONAL, "x"), part(SDP, "their offer")]);
  it.say(message("INVITE sip:100@10.0.0.1 SIP/2.0", [
    "Via: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK-re",
    "Max-Forwards: 70",
    "From: <sip:200@10.0.0.2>;tag=phone",
    `To: <sip:100@10.0.0.1>;tag=${it.toTag}`,
    "Call-ID: call-1",
    "CSeq: 2 INVITE",
    "Contact: <sip:200@10.0.0.2:5062>",
    TYPE,
  ], body));
  assert.deepEqual(it.ear.heard.slice(-1), ["offered their offer"]);
  it.bye(3);
});

Deno.test("RFC 5621 §3: an answer beside ISUP is the answer, whatever the rest is", () => {
  const it = new CallingStage();
  const body = joined([part(ISUP, REQUIRED, "x"), part(SDP, "answer")]);
  const { headers, callId } = it.invite;
  it.phone.say(message("SIP/2.0 200 OK", [
    `Via: ${headers.first("Via")}`,
    `From: ${headers.first("From")}`,
    `To: ${headers.first("To")};tag=peer`,
    `Call-ID: ${callId}`,
    `CSeq: ${headers.first("CSeq")}`,
    CONTACT,
    TYPE,
  ], body));
  it.world.wind(10);
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
});
