import assert from "node:assert/strict";
import { answered, ended } from "../../support/sipp_calls.ts";
import {
  ack,
  ackRefusal,
  branch,
  expect,
  pause,
  type Request,
  sdp,
  send,
} from "../../support/sipp_steps.ts";
import type { Scenario, Witness } from "./scenario.ts";

const NOBODY = "<sip:[service]@[remote_ip]:[remote_port]>;tag=nosuch";

function noCall({ of }: Witness): void {
  assert.equal(of("incoming").length, 0);
}

/** An INVITE that is refused, and by what words. */
function refused(
  invite: Request,
  status: number,
  ...found: readonly [header: string, text: string][]
): string[] {
  const checks = found.map(([header, has]) => ({ in: header, has }));
  return [
    send("INVITE", { ...invite, branch: branch("invite") }),
    expect(100, { optional: true }),
    expect(status, { checks }),
    ackRefusal("invite"),
  ];
}

const ELSEWHERE = ["REGISTER", "SUBSCRIBE", "NOTIFY", "PUBLISH", "MESSAGE"];

/** Requests that are refused, and what stays as it was. */
export const REFUSALS: readonly Scenario[] = [
  {
    id: "unknown-method",
    holds: "RFC 3261 §8.2.1: a method that nobody knows is 501 with Allow",
    steps: [
      send("FOO"),
      expect(501, { checks: [{ in: "Allow:", has: "INVITE" }] }),
    ],
    then: noCall,
  },
  {
    id: "other-methods",
    holds: "RFC 3261 §8.2.1: methods that we do not serve are 405 with Allow",
    steps: ELSEWHERE.flatMap((method, n) => [
      send(method, { cseq: n + 1, transaction: method.toLowerCase() }),
      expect(405, {
        transaction: method.toLowerCase(),
        checks: [{ in: "Allow:", has: "INVITE" }],
      }),
    ]),
    then: noCall,
  },
  {
    id: "require-options",
    holds: "RFC 3261 §8.2.2.3: OPTIONS that requires the unknown is 420",
    steps: [
      send("OPTIONS", { fields: ["Require: foobar"] }),
      expect(420, { checks: [{ in: "Unsupported:", has: "foobar" }] }),
    ],
    then: noCall,
  },
  {
    id: "require-invite",
    holds: "RFC 3261 §8.2.2.3: an INVITE that requires the unknown is 420",
    steps: refused({ body: sdp(), fields: ["Require: foobar"] }, 420, [
      "Unsupported:",
      "foobar",
    ]),
    then: noCall,
  },
  {
    id: "content-type",
    holds: "RFC 3261 §8.2.3: a body of an unknown type is 415 with Accept",
    steps: refused({ type: "application/unknown", body: ["<x/>"] }, 415, [
      "Accept:",
      "application/sdp",
    ]),
    then: noCall,
  },
  {
    id: "scheme",
    holds: "RFC 3261 §8.2.2.1: a URI that is not for SIP is 416",
    steps: refused({ uri: "tel:+15550100", body: sdp() }, 416),
    then: noCall,
  },
  {
    id: "strays",
    endToEnd: false,
    holds:
      "RFC 3261 §12.2.2: requests of no dialog are 481, an old CSeq is 500",
    steps: [
      ...["BYE", "INFO", "UPDATE"].flatMap((method, n) => [
        send(method, { cseq: n + 1, to: NOBODY, transaction: method }),
        expect(481, { transaction: method }),
      ]),
      send("CANCEL", { cseq: 4 }),
      expect(481),
      send("INVITE", {
        cseq: 5,
        to: NOBODY,
        branch: branch("stray"),
        body: sdp(),
      }),
      expect(100, { optional: true }),
      expect(481),
      ack({ cseq: 5, to: NOBODY, branch: branch("stray") }),
      // A stray ACK has no answer.
      ack({ cseq: 6, to: NOBODY }),
      ...answered({ cseq: 10 }),
      pause(200),
      send("OPTIONS", { cseq: 9, within: true, transaction: "old" }),
      expect(500, { transaction: "old" }),
      ...ended(11),
    ],
    then: ({ of }) => assert.equal(of("incoming").length, 1),
  },
  {
    id: "merged",
    endToEnd: false,
    holds: "RFC 3261 §8.2.2.2: the same INVITE by another way is 482",
    user: "ring",
    datagramsOnly: true,
    steps: [
      send("INVITE", { branch: branch("one"), body: sdp(), once: true }),
      expect(100, { optional: true }),
      expect(183, { optional: true }),
      expect(180),
      send("INVITE", { branch: branch("two"), body: sdp(), once: true }),
      expect(482),
      ackRefusal("two"),
      send("CANCEL", { branch: branch("one") }),
      expect(200),
      expect(487),
      ackRefusal("one"),
    ],
    then: ({ of }) => assert.equal(of("incoming").length, 1),
  },
];
