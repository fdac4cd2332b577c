import assert from "node:assert/strict";
import {
  assertedIdentity,
  privacyOf,
} from "../../runtime/sip/asserted_identity.ts";
import { type Field, Headers } from "../../runtime/sip/headers.ts";
import { invited } from "./called_stage.ts";
import { request } from "./phone_request.ts";

const IDENTITIES: readonly [values: readonly string[], uri: string | null][] = [
  [['"Cullen" <sip:fluffy@cisco.com>'], "sip:fluffy@cisco.com"],
  [["sip:fluffy@cisco.com"], "sip:fluffy@cisco.com"],
  [["<tel:+14085264000>"], "tel:+14085264000"],
  [["<sip:a@b>, <tel:+1>"], "sip:a@b"],
  [["<sip:a@b>", "<tel:+1>"], "sip:a@b"],
  [["<mailto:a@b>, <tel:+1>"], "tel:+1"],
  [["<sip:a b@c>"], null],
  [["<sip:"], null],
  [[""], null],
  [[], null],
];
for (const [values, uri] of IDENTITIES) {
  Deno.test(`RFC 3325 §9.1: ${values.join(" | ") || "nothing"} asserts ${uri}`, () => {
    const fields = values.map((value): Field => ["P-Asserted-Identity", value]);
    assert.equal(assertedIdentity(new Headers(fields)), uri);
  });
}

for (
  const [value, wishes] of [
    ["id", "id"],
    ["Id; Critical", "id;critical"],
    ["id;<x>", null],
    ["", null],
  ] as const
) {
  Deno.test(`RFC 3323 §4.2: Privacy of "${value}" is ${wishes}`, () => {
    assert.equal(privacyOf(new Headers([["Privacy", value]])), wishes);
  });
}

Deno.test("RFC 3325 §9: an INVITE says who asserts what, and whence it came", () => {
  const fields = ["p-asserted-identity: <sip:+86138@c.example>", "privacy: id"];
  const { session } = invited(request("INVITE", { fields }));
  assert.equal(session.assertedIdentity, "sip:+86138@c.example");
  assert.equal(session.privacy, "id");
  assert.equal(session.remotePort, 5062);
  session.hangUp(486);
});
