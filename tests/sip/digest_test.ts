import assert from "node:assert/strict";
import {
  type DigestAlgorithm,
  digestAlgorithm,
  digestResponse,
} from "../../runtime/sip/digest.ts";
import { parseDigest } from "../../runtime/sip/digest_field.ts";

/** RFC 7616 §3.9.1. */
const HTTP = {
  username: "Mufasa",
  realm: "http-auth@example.org",
  password: "Circle of Life",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  method: "GET",
  uri: "/dir/index.html",
  use: {
    nc: "00000001",
    cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  },
};

const RESPONSES: readonly [DigestAlgorithm, string][] = [
  [
    "SHA-256",
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  ],
  ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
];

for (const [algorithm, response] of RESPONSES) {
  Deno.test(`RFC 7616 §3.9.1: the example's response by ${algorithm}`, () => {
    assert.equal(digestResponse({ ...HTTP, algorithm }), response);
  });
}

Deno.test("RFC 2617 §3.5: the example of the former standard", () => {
  const response = digestResponse({
    algorithm: "MD5",
    username: "Mufasa",
    realm: "testrealm@host.com",
    password: "Circle Of Life",
    nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
    method: "GET",
    uri: "/dir/index.html",
    use: { nc: "00000001", cnonce: "0a4f113b" },
  });
  assert.equal(response, "6629fae49393a05397450978507c4ef1");
});

Deno.test("RFC 7616 §3.3: an algorithm is known in any case, and MD5 where none is named", () => {
  assert.equal(digestAlgorithm("sha-256"), "SHA-256");
  assert.equal(digestAlgorithm(), "MD5");
  assert.equal(digestAlgorithm("MD5-sess"), null);
  assert.equal(digestAlgorithm("AKAv1-MD5"), null);
});

Deno.test("RFC 7616 §3.3: parameters are read in any order, quoted or not", () => {
  const text =
    'dIgEsT  realm="a, \\"b\\"",NONCE = "n" , qop="auth,auth-int", stale=TRUE';
  assert.deepEqual([...parseDigest(text)], [
    ["realm", 'a, "b"'],
    ["nonce", "n"],
    ["qop", "auth,auth-int"],
    ["stale", "TRUE"],
  ]);
});

const MALFORMED = [
  "",
  "Digest",
  "Digest ",
  "Basic dXNlcjpwYXNz",
  'Digest realm="a", realm="b"',
  'Digest realm="a",',
  "Digest realm",
  "Digest =a",
  'Digest re alm="a"',
  'Digest realm="never ends, nonce=n',
  `Digest ${"a,".repeat(4000)}`,
];

for (const text of MALFORMED) {
  Deno.test(`no digest: ${text.slice(0, 40)}`, () => {
    const read = parseDigest(text);
    assert.ok(read === "malformed" || read.get("nonce") === undefined);
  });
}
