import assert from "node:assert/strict";
import { answered, ended, MEANWHILE } from "../../support/sipp_calls.ts";
import {
  ack,
  expect,
  pause,
  say,
  sdp,
  send,
  words,
} from "../../support/sipp_steps.ts";
import type { Scenario } from "./scenario.ts";

const LONG = `X-Long: ${"0123456789abcdef".repeat(256)}`;

/** An INVITE in compact names and odd cases, with three Via. */
function oddly(): string[] {
  const [start, via, , from, , , , contact] = words("INVITE");
  return [
    start,
    via.replace("Via", "v"),
    "VIA: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKv2 , " +
    "SIP/2.0/TCP 198.51.100.2:5070;branch=z9hG4bKv3",
    from.replace("From: ", 'f: "O\\"dd, name; yes" '),
    "t:  <sip:[service]@[remote_ip]:[remote_port]>",
    "i:[call_id]",
    "cSEQ:  1    INVITE",
    "mAX-forwards:70",
    contact.replace("Contact", "m"),
    "k: timer , 100rel",
    's: no " quote',
    "X-Odd: ;;,,",
    LONG,
    "c: application/sdp",
    "l: [len]",
    "",
    ...sdp(),
  ];
}

/** Calls that go well. */
export const CALLS: readonly Scenario[] = [
  {
    id: "basic",
    holds: "RFC 3261 §13.3.1.4: a call is answered with SDP and ends with BYE",
    steps: [...answered(), pause(500), ...ended()],
    then: ({ of }) => {
      assert.equal(of("incoming").length, 1);
      assert.deepEqual(of("released").map((r) => r.dropped_by), ["usr"]);
    },
  },
  {
    id: "late-offer",
    holds: "RFC 3264 §5: an INVITE without an offer is answered with one",
    steps: [
      send("INVITE"),
      ...MEANWHILE,
      expect(200, {
        learn: true,
        checks: [
          { in: "Content-Type:", has: "application/sdp" },
          { in: "body", has: "m=audio [1-9][0-9]* RTP/AVP" },
          { in: "body", has: "telephone-event/8000" },
        ],
      }),
      ack({ within: true, body: sdp({ codecs: [[0, "PCMU"]] }) }),
      pause(500),
      ...ended(),
    ],
  },
  {
    id: "record-route",
    endToEnd: false,
    holds: "RFC 3261 §12.1.1: Record-Route comes back as it went",
    steps: [
      ...answered({
        fields: [
          "Record-Route: <sip:[local_ip]:[local_port];lr;hop=2>",
          "Record-Route: <sip:[local_ip]:[local_port];lr;hop=1>",
        ],
      }, {
        checks: [
          { in: "msg", has: "Record-Route: <sip:[^>]*hop=2>" },
          { in: "msg", has: "hop=2>(.|[[:space:]])*hop=1>" },
        ],
      }),
      pause(200),
      ...ended(),
    ],
  },
  {
    id: "options",
    holds: "RFC 3261 §11.2: OPTIONS is answered within a call and outside one",
    steps: [
      send("OPTIONS", { fields: ["Accept: application/sdp"] }),
      expect(200, {
        checks: [
          { in: "Allow:", has: "INVITE" },
          { in: "Accept:", has: "application/sdp" },
          { in: "To:", has: ";tag=" },
        ],
      }),
      ...answered({ cseq: 2 }),
      pause(200),
      send("OPTIONS", { cseq: 3, within: true }),
      expect(200, { checks: [{ in: "Allow:", has: "INVITE" }] }),
      ...ended(4),
    ],
    then: ({ of }) => assert.equal(of("incoming").length, 1),
  },
  {
    id: "compact",
    holds:
      "RFC 3261 §7.3: compact, oddly written and very long fields are read",
    steps: [
      say(oddly()),
      ...MEANWHILE,
      expect(200, {
        learn: true,
        checks: [
          {
            in: "msg",
            has: "branch=z9hG4bKv2(.|[[:space:]])*branch=z9hG4bKv3",
          },
          { in: "msg", has: "O..dd, name; yes" },
          { in: "body", has: "m=audio [1-9][0-9]* RTP/AVP" },
        ],
      }),
      ack({ within: true }),
      pause(200),
      ...ended(),
    ],
  },
];
