import {
  answered,
  ended,
  MEANWHILE,
  reoffered,
} from "../../support/sipp_calls.ts";
import {
  ack,
  ackRefusal,
  branch,
  expect,
  pause,
  sdp,
  send,
  UNSPECIFIED,
} from "../../support/sipp_steps.ts";
import type { Scenario } from "./scenario.ts";

const HELD = [{ in: "body", has: "a=(recvonly|inactive)" }];
const BOTH_WAYS = [{ in: "body", not: "a=(recvonly|inactive|sendonly)" }];
const STRANGE: readonly [number, string][] = [[18, "G729"], [4, "G723"]];

/** Offers and answers in a call. */
export const OFFERS: readonly Scenario[] = [
  {
    id: "hold",
    holds: "RFC 3264 §6.1: hold in each of its three ways, and resume",
    steps: [
      ...answered(),
      pause(300),
      ...reoffered(2, sdp({ version: 2, direction: "sendonly" }), HELD),
      pause(300),
      ...reoffered(3, sdp({ version: 3, direction: "inactive" }), [
        { in: "body", has: "a=inactive" },
      ]),
      pause(300),
      ...reoffered(4, sdp({ version: 4 }), BOTH_WAYS),
      pause(300),
      ...reoffered(
        5,
        sdp({ version: 5, direction: "sendonly", address: UNSPECIFIED }),
        HELD,
      ),
      pause(300),
      ...reoffered(6, sdp({ version: 6 }), BOTH_WAYS),
      pause(300),
      ...ended(7),
    ],
  },
  {
    id: "codec-change",
    holds: "RFC 3264 §8: another offer moves the call to another codec",
    steps: [
      ...answered({ body: sdp({ codecs: [[8, "PCMA"]] }) }),
      pause(200),
      ...reoffered(2, sdp({ version: 2, codecs: [[0, "PCMU"]] }), [
        { in: "body", has: "m=audio [1-9][0-9]* RTP/AVP 0" },
      ]),
      pause(200),
      ...ended(3),
    ],
  },
  {
    id: "no-codec",
    holds:
      "RFC 3261 §14.2: an offer with no codec of ours is 488, the call stays",
    steps: [
      send("INVITE", {
        branch: branch("first"),
        body: sdp({ codecs: STRANGE }),
      }),
      ...MEANWHILE.slice(0, 2),
      expect(488, { checks: [{ in: "Warning:", has: "305" }] }),
      ackRefusal("first"),
      ...answered({ cseq: 2 }),
      pause(200),
      send("INVITE", {
        cseq: 3,
        within: true,
        branch: branch("second"),
        body: sdp({ version: 2, codecs: STRANGE }),
      }),
      expect(100, { optional: true }),
      expect(488, { checks: [{ in: "Warning:", has: "305" }] }),
      ack({ cseq: 3, within: true, branch: branch("second") }),
      pause(200),
      send("OPTIONS", { cseq: 4, within: true }),
      expect(200),
      ...ended(5),
    ],
  },
];
