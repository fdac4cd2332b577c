import assert from "node:assert/strict";
import { answered, ended, reoffered } from "../../support/sipp_calls.ts";
import {
  ack,
  ackRefusal,
  branch,
  expect,
  expectRequest,
  label,
  pause,
  reply,
  sdp,
  send,
} from "../../support/sipp_steps.ts";
import { came, type Scenario } from "./scenario.ts";

const BY_CALLER = "Session-Expires: 90;refresher=uac";
const TIMED = ["Supported: timer", BY_CALLER];
const AGREED = [{ in: "Session-Expires:", has: "90.*refresher=uac" }];

/** A reliable provisional response, whichever it is, and its PRACK. */
function acknowledged(wait: readonly string[]): string[] {
  const checks = [
    { in: "Require:", has: "100rel" },
    { in: "RSeq:", has: "[0-9]+", as: "rseq" },
  ];
  return [
    send("INVITE", {
      body: sdp(),
      fields: ["Require: 100rel", "Supported: 100rel"],
    }),
    expect(100, { optional: true }),
    expect(183, { optional: true, learn: true, next: 1, checks }),
    expect(180, { learn: true, checks }),
    label(1),
    ...wait,
    send("PRACK", {
      cseq: 2,
      within: true,
      fields: ["RAck: [$rseq] 1 INVITE"],
      transaction: "prack",
    }),
    expect(180, { optional: true }),
    expect(183, { optional: true }),
    expect(200, { transaction: "prack" }),
    expect(180, { optional: true }),
    expect(183, { optional: true }),
    expect(200, { learn: true, seconds: 15 }),
    ack({ within: true }),
    pause(300),
    ...ended(3),
  ];
}

/** An application is told of the answer and asks for keys, on a busy machine too, ms. */
const UNTIL_KEYS_ARE_TAKEN = 8000;

/** PRACK, UPDATE, session timers, INFO and events. */
export const EXTENSIONS: readonly Scenario[] = [
  {
    id: "prack",
    holds: "RFC 3262 §3: a required reliable 18x has RSeq, and PRACK its 200",
    user: "ring",
    steps: acknowledged([]),
  },
  {
    id: "prack-late",
    // SIPp wants none again where nothing is lost.
    datagramsOnly: true,
    holds:
      "RFC 3262 §3: a reliable 18x without PRACK comes again, at T1 doubled",
    user: "ring",
    steps: acknowledged([pause(1800)]),
    then: (witness) => {
      const rings = came(witness).filter((line) => /18[03]$/.test(line));
      assert.equal(rings.length, 3);
      const rseqs = witness.messages.matchAll(/^RSeq: (\d+)/gm);
      assert.equal(new Set(Array.from(rseqs, ([, rseq]) => rseq)).size, 1);
    },
  },
  {
    id: "refresh",
    holds: "RFC 4028 §9: a session is refreshed by UPDATE and by re-INVITE",
    steps: [
      ...answered({ fields: [...TIMED, "Min-SE: 90"] }, {
        checks: [...AGREED, { in: "Require:", has: "timer" }],
      }),
      pause(500),
      send("UPDATE", { cseq: 2, within: true, fields: TIMED }),
      expect(200, { checks: AGREED }),
      pause(500),
      ...reoffered(3, sdp(), AGREED, TIMED),
      pause(200),
      ...ended(4),
    ],
  },
  {
    id: "interval",
    holds: "RFC 4028 §9: an interval that is too small is 422 with Min-SE",
    steps: [
      send("INVITE", {
        branch: branch("invite"),
        body: sdp(),
        fields: ["Supported: timer", "Session-Expires: 30"],
      }),
      expect(100, { optional: true }),
      expect(422, { checks: [{ in: "Min-SE:", has: "90" }] }),
      ackRefusal("invite"),
    ],
    then: ({ of }) => assert.equal(of("incoming").length, 0),
  },
  {
    id: "expiry",
    holds: "RFC 4028 §10: a session that is not refreshed ends with BYE",
    steps: [
      ...answered({ fields: [...TIMED, "Min-SE: 90"] }),
      // 90 s less a third of them (§10).
      pause(57_000),
      expectRequest("BYE", { seconds: 6 }),
      reply("200 OK"),
    ],
    then: ({ of }) => assert.equal(of("released").length, 1),
  },
  {
    id: "update",
    holds: "RFC 3311 §5.2: UPDATE with an offer is answered as a re-INVITE is",
    steps: [
      ...answered(),
      pause(200),
      send("UPDATE", {
        cseq: 2,
        within: true,
        body: sdp({ version: 2, direction: "sendonly" }),
      }),
      expect(200, { checks: [{ in: "body", has: "a=recvonly" }] }),
      send("UPDATE", {
        cseq: 3,
        within: true,
        body: sdp({ version: 3, codecs: [[18, "G729"]] }),
      }),
      expect(488),
      ...ended(4),
    ],
  },
  {
    id: "info-keys",
    holds: "RFC 6086 §4.2.2: keys by INFO are keys of the call, each once",
    steps: [
      ...answered(),
      pause(UNTIL_KEYS_ARE_TAKEN),
      send("INFO", {
        cseq: 2,
        within: true,
        type: "application/dtmf-relay",
        body: ["Signal=5", "Duration=160"],
      }),
      expect(200),
      send("INFO", {
        cseq: 3,
        within: true,
        type: "application/dtmf",
        body: ["7"],
      }),
      expect(200),
      pause(1000),
      ...ended(4),
    ],
    then: ({ of }) => {
      const keys = of("receive_dtmf_completed").map((got) => got.keys);
      assert.deepEqual(keys, ["57"]);
    },
  },
];
