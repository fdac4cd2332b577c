import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { CtiError } from "../../runtime/base/fault.ts";
import {
  calleesOf,
  callerOf,
  redirectTarget,
} from "../../runtime/call/target.ts";
import { ADDRESS_FORM, parseAddress, userOf } from "../../runtime/call/uri.ts";
import { plainWords } from "../../runtime/trunk/caller.ts";
import { plainTrunk } from "../../runtime/trunk/settings.ts";
import { trunksOf } from "../support/trunk_world.ts";

const GATEWAY = plainTrunk("gateway", { host: "10.1.1.1", port: 5080 });

/** Where a call to that address goes by a node that has a gateway. */
function dialled(toUri: string): string {
  const trunks = trunksOf([GATEWAY], new HandClock());
  const [candidate] = calleesOf(toUri).flatMap((to) => trunks.candidates(to));
  return candidate(callerOf(null)).to;
}

for (
  const [text, uri] of [
    ["13800138000@192.168.22.10", "sip:13800138000@192.168.22.10"],
    ["13800138000@192.168.22.10:5060", "sip:13800138000@192.168.22.10:5060"],
    ["sip:8001@pbx.example.com", "sip:8001@pbx.example.com"],
    ["SIP:8001@pbx.example.com", "sip:8001@pbx.example.com"],
    ["sip:192.0.2.7", "sip:192.0.2.7"],
    ["pbx", "sip:pbx"],
    ["8001@[2001:db8::1]:5061", "sip:8001@[2001:db8::1]:5061"],
    ["%23100@192.0.2.7", "sip:%23100@192.0.2.7"],
    ["a@192.0.2.7:5070;transport=tcp", "sip:a@192.0.2.7:5070;transport=tcp"],
    ["sips:8001@pbx.example.com", "sips:8001@pbx.example.com"],
    ["8001@pbx;transport=tls", "sip:8001@pbx;transport=tls"],
    ["sips:8001@pbx:7443;transport=ws", "sips:8001@pbx:7443;transport=ws"],
    ["pbx;transport=wss", "sip:pbx;transport=wss"],
    ["pbx;Transport=UDP", "sip:pbx;transport=udp"],
    ["13800138000", "sip:13800138000@10.1.1.1:5080"],
    ["+8613800138000", "sip:+8613800138000@10.1.1.1:5080"],
  ]
) {
  Deno.test(`to_uri ${text} dials ${uri}`, () => {
    assert.equal(dialled(text), uri);
  });
}

for (
  const text of [
    "",
    "@",
    "a@",
    "@b",
    "a@b@c",
    "a b@c",
    "a@b c",
    "a@b:0",
    "a@b:65536",
    "a@b:123456",
    "a@b:",
    "a@-b",
    "a@[b]",
    "a@b\r\nVia: x",
    "<sip:a@b>",
    "sip:a@b;transport=sctp",
    "sipss:a@b",
    "sip:a@b;transport",
    "sip:a@b;transport=tcp;lr",
    "sip:a@b;maddr=192.0.2.7",
    "a%2@b",
    `${"a".repeat(600)}@b`,
    "数@b",
    "tel:123",
  ]
) {
  Deno.test(`to_uri ${JSON.stringify(text.slice(0, 30))} is refused`, () => {
    assert.throws(
      () => dialled(text),
      (error) =>
        error instanceof CtiError && error.fault === "badParams" &&
        error.message.startsWith("不支持的 SIP URI 表达式: ") &&
        error.data?.expected ===
          ADDRESS_FORM,
    );
  });
}

for (
  const [from, uri] of [
    [null, "sip:anonymous@anonymous.invalid"],
    ["anonymous", "sip:anonymous@anonymous.invalid"],
    ["sip:Anonymous@anonymous.invalid", "sip:anonymous@anonymous.invalid"],
    ["anonymous@10.0.0.1:5060", "sip:anonymous@anonymous.invalid"],
    ["anonymouse@10.0.0.1", "sip:anonymouse@10.0.0.1"],
    ["02066304057", "sip:02066304057@192.0.2.1"],
    ["02066304057@area001.example.com", "sip:02066304057@area001.example.com"],
  ]
) {
  Deno.test(`from_uri ${from} calls as ${uri}`, () => {
    assert.equal(plainWords(callerOf(from ?? null), "192.0.2.1").from, uri);
  });
}

Deno.test("our own IPv6 address stands in brackets", () => {
  const { from } = plainWords(callerOf("4001"), "2001:db8::1");
  assert.equal(from, "sip:4001@[2001:db8::1]");
});

Deno.test("a redirection without a user keeps the one that was called", () => {
  const contact = redirectTarget("10.0.0.9:5060", "sip:4001;x=y@192.0.2.1;z");
  assert.equal(contact, "sip:4001;x=y@10.0.0.9:5060");
});

Deno.test("a redirection of a call to no user names none", () => {
  assert.equal(redirectTarget("10.0.0.9", "sip:192.0.2.1"), "sip:10.0.0.9");
});

Deno.test("the user of a URI is what stands before password and host", () => {
  assert.equal(userOf("sip:alice:secret@192.0.2.1:5060"), "alice");
  assert.equal(userOf("tel:+123"), null);
  assert.equal(userOf("sip:a b@192.0.2.1"), null);
});

Deno.test("a long text is judged in linear time", () => {
  assert.equal(parseAddress("a@".repeat(5_000_000)), "malformed");
});
