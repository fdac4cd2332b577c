import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import type { SipMessage, SipRequest } from "../../runtime/sip/message.ts";
import { serialize } from "../../runtime/sip/serialize.ts";
import { message } from "../support/sip_world.ts";
import { SPECIMENS } from "./specimens.ts";

function parsed(text: string): SipMessage {
  const result = parseMessage(utf8(text));
  assert.ok(typeof result !== "string", `${result}`);
  return result;
}

function request(text: string): SipRequest {
  const result = parsed(text);
  assert.equal(result.kind, "request");
  return result as SipRequest;
}

const FIELDS = [
  "Via: SIP/2.0/UDP h:1;branch=z9hG4bK1",
  "From: <sip:a@b>;tag=1",
  "To: <sip:c@d>",
  "Call-ID: x",
  "CSeq: 1 OPTIONS",
];
const START = "OPTIONS sip:a@b SIP/2.0";

function withFields(...more: string[]): string {
  return message(START, [...FIELDS, ...more]);
}

for (const text of SPECIMENS) {
  const [startLine] = text.split("\r\n");
  Deno.test(`parse(serialize(message)) is the message: ${startLine}`, () => {
    const first = parsed(text);
    const second = parseMessage(serialize(first));
    assert.deepEqual(second, {
      ...first,
      headers: (second as SipMessage).headers,
    });
    assert.deepEqual(
      (second as SipMessage).headers.fields.filter(([n]) =>
        n !== "Content-Length"
      ),
      first.headers.fields.filter(([n]) => n !== "Content-Length"),
    );
  });
}

Deno.test("RFC 3261 §7.3: names in any case, compact, with blanks and folds are one", () => {
  const odd = request(SPECIMENS[2]);
  assert.equal(odd.to.uri, "sip:100@192.0.2.1");
  assert.equal(odd.to.parameters.get("tag"), "1918181833n");
  assert.equal(odd.from.display, 'J \\"');
  assert.equal(odd.from.parameters.get("tag"), "98asjd8");
  assert.equal(odd.callId, "odd.ndaksdj@192.0.2.1");
  assert.deepEqual(odd.cseq, { number: 9, method: "INVITE" });
  assert.equal(odd.headers.first("Max-Forwards"), "0068");
  assert.equal(odd.headers.first("Subject"), "");
  assert.equal(odd.headers.list("Via").length, 3);
  assert.equal(odd.via.host, "192.0.2.2");
  assert.equal(odd.via.parameters.get("branch"), "390skdjuw");
  assert.equal(textOf(odd.body), "v=0\n");
});

Deno.test("RFC 3261 §7.3.1: a comma in quotes or in brackets divides no list", () => {
  const contacts = parsed(SPECIMENS[7]).headers.list("Contact");
  assert.deepEqual(contacts, [
    "<sip:a@192.0.2.3;x=1,2>;q=0.7;expires=3600",
    '"B, C" <sip:b@192.0.2.4>',
  ]);
});

Deno.test("RFC 5118 §4: IPv6 references stand in URI, Via and Contact", () => {
  const six = request(SPECIMENS[3]);
  assert.equal(six.uri, "sip:[2001:db8::10]");
  assert.equal(six.via.host, "2001:db8::9:1");
  assert.equal(six.via.port, null);
});

Deno.test("RFC 3261 §20: without angle brackets parameters belong to the header", () => {
  const { from } = request(SPECIMENS[3]);
  assert.equal(from.uri, "sip:user@example.com");
  assert.equal(from.parameters.get("tag"), "81x2");
});

Deno.test("RFC 3261 §18.3: what follows Content-Length is dropped, what is missing is a fault", () => {
  const text = message(START, FIELDS, "0123456789");
  const short = text.replace("Content-Length: 10", "Content-Length: 4");
  assert.equal(textOf(parsed(short).body), "0123");
  const long = text.replace("Content-Length: 10", "Content-Length: 11");
  assert.equal(parseMessage(utf8(long)), "shortBody");
  const none = text.replace("Content-Length: 10\r\n", "");
  assert.equal(textOf(parsed(none).body), "0123456789");
});

Deno.test("RFC 3261 §7.5: empty lines before the start line are passed over", () => {
  assert.equal(request(`\r\n\r\n${withFields()}`).method, "OPTIONS");
});

/** Text that is no message, and the one word that says why. */
const FAULTY: readonly [what: string, text: string, fault: string][] = [
  ["nothing", "", "empty"],
  ["a keep-alive", "\r\n\r\n", "empty"],
  ["no end of the head", START, "unterminated"],
  ["another protocol", "GET / HTTP/1.1\r\n\r\n", "notSip"],
  ["no method", ` sip:a@b SIP/2.0\r\n\r\n`, "notSip"],
  ["no Request-URI", "OPTIONS SIP/2.0\r\n\r\n", "startLine"],
  ["a method with a bracket", "A(B sip:a@b SIP/2.0\r\n\r\n", "startLine"],
  ["blanks in the URI", "OPTIONS sip:a@b  c SIP/2.0\r\n\r\n", "uri"],
  ["brackets around the URI", "OPTIONS <sip:a@b> SIP/2.0\r\n\r\n", "uri"],
  ["a URI without a host", "OPTIONS sip:a@ SIP/2.0\r\n\r\n", "uri"],
  ["another scheme", "OPTIONS tel:1 SIP/2.0\r\n\r\n", "scheme"],
  ["another version", "OPTIONS sip:a@b SIP/3.0\r\n\r\n", "version"],
  ["a response of another version", "SIP/3.0 200 OK\r\n\r\n", "version"],
  ["a status below 100", "SIP/2.0 099 x\r\n\r\n", "startLine"],
  ["a status above 699", "SIP/2.0 700 x\r\n\r\n", "startLine"],
  ["a status of four digits", "SIP/2.0 2000 x\r\n\r\n", "startLine"],
  ["a bare line feed", withFields("X: a\nb"), "control"],
  ["a NUL", withFields("X: \0"), "control"],
  ["a control character in a name", withFields("Contact\x01: x"), "control"],
  ["a header without colon", withFields("X"), "headerLine"],
  ["a header without name", withFields(": x"), "headerLine"],
  ["a name with a blank in it", withFields("X Y: z"), "headerLine"],
  ["a folded first header", `${START}\r\n X: y\r\n\r\n`, "headerLine"],
  ["no Via", message(START, FIELDS.slice(1)), "via"],
  ["a Via without host", withFields().replace(" h:1", ""), "via"],
  ["a Via with a high port", withFields().replace("h:1", "h:65536"), "via"],
  ["no From", message(START, FIELDS.toSpliced(1, 1)), "from"],
  ["a From without end", withFields().replace("b>", "b"), "from"],
  ["no To", message(START, FIELDS.toSpliced(2, 1)), "to"],
  ["no Call-ID", message(START, FIELDS.toSpliced(3, 1)), "callId"],
  ["no CSeq", message(START, FIELDS.toSpliced(4, 1)), "cseq"],
  [
    "CSeq of 2^32",
    withFields().replace("1 OPT", "4294967296 OPT"),
    "cseq",
  ],
  ["CSeq of another method", withFields().replace("1 OPT", "1 X"), "method"],
  ["two To", withFields("t: <sip:e@f>"), "duplicate"],
  ["two Content-Length", withFields("l: 0"), "duplicate"],
  ["Max-Forwards 256", withFields("Max-Forwards: 256"), "maxForwards"],
  ["Max-Forwards -1", withFields("Max-Forwards: -1"), "maxForwards"],
  [
    "Content-Length -1",
    withFields().replace("Length: 0", "Length: -1"),
    "contentLength",
  ],
  [
    "Content-Length past 2^53",
    withFields().replace("Length: 0", "Length: 99999999999999999"),
    "contentLength",
  ],
  ["201 headers", withFields(...Array(196).fill("X: y")), "tooLarge"],
  ["a line over 8 KiB", withFields(`X: ${"y".repeat(8190)}`), "tooLarge"],
  [
    "folds that make a line over 8 KiB",
    withFields(`X: y${"\r\n yyyyyyyyy".repeat(900)}`),
    "tooLarge",
  ],
  [
    "71 Via in one line",
    withFields(`Via: ${Array(70).fill("SIP/2.0/UDP h").join(",")}`),
    "tooLarge",
  ],
  [
    "a head over 32 KiB",
    withFields(...Array(5).fill(`X: ${"y".repeat(8000)}`)),
    "tooLarge",
  ],
  ["more than 64 KiB", withFields() + "x".repeat(65_536), "tooLarge"],
];

for (const [what, text, fault] of FAULTY) {
  Deno.test(`${what}: ${fault}`, () => {
    assert.equal(parseMessage(utf8(text)), fault);
  });
}

Deno.test("200 headers, 70 Via and a line of 8 KiB are fine", () => {
  parsed(withFields(...Array(194).fill("X: y")));
  parsed(withFields(`Via: ${Array(69).fill("SIP/2.0/UDP h").join(",")}`));
  parsed(withFields(`X: ${"y".repeat(8189)}`));
});

Deno.test("bytes that are no UTF-8 do no harm where text may be anything", () => {
  const bytes = utf8(withFields("Subject: ?"));
  bytes[bytes.indexOf("?".charCodeAt(0))] = 0xff;
  const result = parseMessage(bytes);
  assert.ok(typeof result !== "string");
  assert.equal(result.headers.first("Subject"), "\ufffd");
});
