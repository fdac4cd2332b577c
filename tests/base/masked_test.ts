import assert from "node:assert/strict";
import { isSecret, masked } from "../../runtime/base/masked.ts";

const CASES: readonly [what: string, text: string, shown: string][] = [
  ["a URI's password", "to sip:a:s3cret@b;x", "to sip:a:(hidden)@b;x"],
  ["a SIPS URI's", "<sips:a:x%40y@b>", "<sips:a:(hidden)@b>"],
  ["a port is none", "sip:a@b:5060 sip:b:5060", "sip:a@b:5060 sip:b:5060"],
  ["a token", "/rpc?token=abc&group=x", "/rpc?token=(hidden)&group=x"],
  ["a bearer", "Authorization: Bearer abc", "Authorization: Bearer (hidden)"],
  [
    "a digest",
    'username="u", response="6629"',
    'username="u", response="(hidden)"',
  ],
  [
    "an SRTP key",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0Rm|2^20",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:(hidden)|2^20",
  ],
];

for (const [what, text, shown] of CASES) {
  Deno.test(`${what} is ${text === shown ? "shown" : "masked"}`, () => {
    assert.equal(masked(text), shown);
  });
}

Deno.test("a long text is cut, and masking it costs no more than its length", () => {
  for (const piece of ["sip:", "sip:a:", "inline:", "a", "response="]) {
    const text = piece.repeat(1_000_000 / piece.length);
    const start = performance.now();
    assert.ok(masked(text).length < 40_000);
    assert.ok(performance.now() - start < 200);
  }
});

for (const name of ["password", "Proxy-Authorization", "token", "keys"]) {
  Deno.test(`what is called ${name} is a secret`, () => {
    assert.equal(isSecret(name), true);
  });
}
