import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { type Account, DigestClient } from "../../runtime/sip/digest_client.ts";
import { digestResponse } from "../../runtime/sip/digest.ts";
import { parseDigest } from "../../runtime/sip/digest_field.ts";
import type { Field } from "../../runtime/sip/headers.ts";
import {
  makeRequest,
  makeResponse,
  type SipRequest,
} from "../../runtime/sip/message.ts";

const ACCOUNT: Account = { username: "bob", password: "zanzibar", realm: null };
const URI = "sip:bob@biloxi.example";
const SIGNED = { method: "INVITE", uri: URI };
const NAMES: Field[] = [
  ["Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"],
  ["From", "<sip:a@b>;tag=1"],
  ["To", "<sip:c@d>"],
  ["Call-ID", "x"],
  ["CSeq", "1 INVITE"],
];

function digest(more = "", realm = "biloxi.example", nonce = "n1"): string {
  return `Digest realm="${realm}", nonce="${nonce}"${more}`;
}

const QOP = ', qop="auth"';

/** A client, and what its requests look like. */
class Stage {
  readonly client: DigestClient;

  constructor(account: Partial<Account> = {}) {
    const chance = new SeededChance(1);
    this.client = new DigestClient({ ...ACCOUNT, ...account }, chance);
  }

  request(): SipRequest {
    const fields = this.client.authorize(SIGNED);
    return makeRequest("INVITE", URI, [...NAMES, ...fields]);
  }

  /** The request is challenged; whether it is sent again. */
  challenge(request: SipRequest, ...lines: readonly string[]): boolean {
    return this.refuse(401, request, lines);
  }

  refuse(
    status: 401 | 407,
    request: SipRequest,
    lines: readonly string[],
  ): boolean {
    const name = status === 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
    const fields = lines.map((line): Field => [name, line]);
    const response = makeResponse(status, "", [...NAMES, ...fields]);
    return this.client.challenged(response, request);
  }

  /** What the next request answers; empty for nothing. */
  answer(name: "Authorization" | "Proxy-Authorization" = "Authorization") {
    const line = this.request().headers.first(name) ?? "";
    const read = parseDigest(line);
    return read === "malformed" ? new Map<string, string>() : read;
  }
}

function challenged(...lines: readonly string[]): Stage {
  const it = new Stage();
  assert.equal(it.challenge(it.request(), ...lines), true);
  return it;
}

Deno.test("RFC 3261 §22.2: nothing is said before anybody asks", () => {
  assert.deepEqual(new Stage().client.authorize(SIGNED), []);
});

Deno.test("RFC 8760 §2.6: of several challenges the strongest is answered, in whatever order", () => {
  const lines = ["MD5", "SHA-256", "SHA-512-256"].map((name) =>
    digest(`, algorithm=${name}${QOP}`)
  );
  for (const order of [lines, lines.toReversed()]) {
    assert.equal(challenged(...order).answer().get("algorithm"), "SHA-512-256");
  }
  const older = lines.slice(0, 2);
  assert.equal(challenged(...older).answer().get("algorithm"), "SHA-256");
});

Deno.test("RFC 7616 §3.4: the answer says what it was made of, and is right", () => {
  const it = challenged(digest(`, algorithm=SHA-256, opaque="o\\"o"${QOP}`));
  const answer = it.answer();
  const { password } = ACCOUNT;
  const text = (name: string) => answer.get(name) ?? "";
  assert.deepEqual(
    ["username", "realm", "nonce", "uri", "qop", "nc", "opaque"].map(text),
    ["bob", "biloxi.example", "n1", URI, "auth", "00000001", 'o"o'],
  );
  const use = { nc: text("nc"), cnonce: text("cnonce") };
  const [username, realm, nonce] = ["bob", "biloxi.example", "n1"];
  const input = { username, realm, password, nonce, ...SIGNED, use };
  const expected = digestResponse({ ...input, algorithm: "SHA-256" });
  assert.equal(text("response"), expected);
});

Deno.test("RFC 7616 §3.4: the nonce of a challenge is used again, and its uses are counted", () => {
  const it = challenged(digest(QOP));
  const counts = [1, 2, 3].map(() => it.answer().get("nc"));
  assert.deepEqual(counts, ["00000001", "00000002", "00000003"]);
});

Deno.test("RFC 3261 §22.4: a challenge without qop is answered as RFC 2069 wants, once", () => {
  const it = challenged(digest());
  const answer = it.answer();
  assert.deepEqual([answer.has("qop"), answer.has("nc")], [false, false]);
  assert.equal(answer.has("algorithm"), false);
  assert.deepEqual(it.client.authorize(SIGNED), []);
});

Deno.test("RFC 3261 §22.3: a proxy is answered in a field of its own, beside the server", () => {
  const it = new Stage();
  assert.equal(it.refuse(407, it.request(), [digest(QOP)]), true);
  assert.equal(it.challenge(it.request(), digest(QOP)), true);
  assert.equal(it.answer().get("nc"), "00000001");
  assert.equal(it.answer("Proxy-Authorization").get("nc"), "00000003");
});

Deno.test("RFC 7616 §3.3: a wrong password is not said twice, nor beforehand later", () => {
  const it = challenged(digest(QOP));
  const refused = it.request();
  assert.equal(it.challenge(refused, digest(QOP, undefined, "n2")), false);
  assert.deepEqual(it.client.authorize(SIGNED), []);
});

Deno.test("RFC 7616 §3.3: a stale nonce is followed by a new one", () => {
  const it = challenged(digest(QOP));
  const stale = `, stale=TRUE${QOP}`;
  const next = digest(stale, undefined, "n2");
  assert.equal(it.challenge(it.request(), next), true);
  assert.equal(it.answer().get("nonce"), "n2");
});

Deno.test("a nonce that was right before and is forgotten now is followed by a new one", () => {
  const it = challenged(digest(QOP));
  it.request();
  const later = it.request();
  assert.equal(it.challenge(later, digest(QOP)), false);
  const other = challenged(digest(QOP));
  other.request();
  const next = digest(QOP, undefined, "n2");
  assert.equal(other.challenge(other.request(), next), true);
});

Deno.test("only the realm of the account is answered", () => {
  const it = new Stage({ realm: "biloxi.example" });
  assert.equal(it.challenge(it.request(), digest(QOP, "evil.example")), false);
  assert.equal(it.challenge(it.request(), digest(QOP)), true);
});

Deno.test("an account without a realm keeps to the first that it is asked for", () => {
  const it = challenged(digest(QOP));
  const evil = digest(QOP, "evil.example", "n2");
  assert.equal(it.challenge(it.request(), evil), false);
  assert.equal(it.refuse(407, it.request(), [evil]), false);
});

const BEYOND_US = [
  digest(', qop="auth-int"'),
  digest(", algorithm=AKAv1-MD5"),
  digest(", algorithm=MD5-sess"),
  "Digest nonce=n",
  'Digest realm="a"',
  "Basic realm=a",
  "Digest , ,",
  "",
];

for (const line of BEYOND_US) {
  Deno.test(`RFC 3261 §22.1: what nobody here can answer is not answered: ${line}`, () => {
    const it = new Stage();
    assert.equal(it.challenge(it.request(), line), false);
  });
}
