import assert from "node:assert/strict";
import { ended, MEANWHILE } from "../../support/sipp_calls.ts";
import {
  ack,
  ackRefusal,
  branch,
  expect,
  sdp,
  send,
} from "../../support/sipp_steps.ts";
import type { Scenario } from "./scenario.ts";

/** The one user of the node that these are for. */
export const USER = "tester:secret";

/** An INVITE that is challenged, and one with credentials. */
function challenged(password: string): string[] {
  const credentials = `[authentication username=tester password=${password}]`;
  return [
    send("INVITE", { branch: branch("plain"), body: sdp() }),
    expect(100, { optional: true }),
    expect(401, {
      challenge: true,
      checks: [
        { in: "msg", has: 'WWW-Authenticate: Digest .*qop="auth"' },
        { in: "msg", has: "nonce=" },
      ],
    }),
    ackRefusal("plain"),
    send("INVITE", {
      cseq: 2,
      branch: branch("proven"),
      body: sdp(),
      fields: [credentials],
    }),
  ];
}

/** Calls from where nobody is trusted. */
export const DIGEST: readonly Scenario[] = [
  {
    id: "digest",
    holds:
      "RFC 7616 §3.3: a stranger is challenged, and let in by his password",
    steps: [
      ...challenged("secret"),
      ...MEANWHILE,
      expect(200, { learn: true }),
      ack({ cseq: 2, within: true }),
      ...ended(3),
    ],
    then: ({ of }) => assert.equal(of("incoming").length, 1),
  },
  {
    id: "digest-wrong",
    holds: "RFC 7616 §3.3: a wrong password is challenged again",
    steps: [
      ...challenged("wrong"),
      expect(100, { optional: true }),
      expect(401, { challenge: true }),
      ackRefusal("proven", 2),
    ],
    then: ({ of }) => assert.equal(of("incoming").length, 0),
  },
];
