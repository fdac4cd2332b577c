import assert from "node:assert/strict";
import { answered, ended } from "../../support/sipp_calls.ts";
import {
  expect,
  expectRequest,
  pause,
  reply,
  sdp,
  send,
} from "../../support/sipp_steps.ts";
import { came, type Scenario } from "./scenario.ts";

const BY_NODE = ["Supported: timer", "Session-Expires: 90;refresher=uas"];
const KEPT = ["Session-Expires: 90;refresher=uac", "Supported: timer"];
const CONTACT = "Contact: <sip:tester@[local_ip]:[local_port]" +
  ";transport=[transport]>";
/** Half of 90 s (RFC 4028 §10), less what SIPp may be late. */
const NEARLY_HALF_MS = 43_000;
const REFRESH = [{ in: "Session-Expires:", has: "90;refresher=uac" }];

/** Requests of the node in a dialog, and what it makes of a REFER. */
export const DIALOGS: readonly Scenario[] = [
  {
    id: "kept",
    holds: "RFC 4028 §10: as refresher the node sends UPDATE at half the time",
    steps: [
      ...answered({ fields: [...BY_NODE, "Allow: INVITE, BYE, UPDATE"] }),
      pause(NEARLY_HALF_MS),
      expectRequest("UPDATE", { seconds: 6, checks: REFRESH }),
      reply("200 OK", [...KEPT, CONTACT]),
      pause(500),
      ...ended(2),
    ],
  },
  {
    id: "kept-by-invite",
    holds: "RFC 4028 §7.4: to who takes no UPDATE it offers the same again",
    steps: [
      ...answered({ fields: [...BY_NODE, "Allow: INVITE, BYE"] }),
      pause(NEARLY_HALF_MS),
      expectRequest("INVITE", {
        seconds: 6,
        checks: [...REFRESH, { in: "body", has: "a=rtpmap:8 PCMA" }],
      }),
      reply("200 OK", [...KEPT, CONTACT], sdp({ version: 2 })),
      expectRequest("ACK", { seconds: 2 }),
      pause(500),
      ...ended(2),
    ],
    then: ({ messages }) => {
      const said = messages.matchAll(/^o=\S+ \d+ (\d+) IN/gm);
      const ours = Array.from(said, ([line]) => line)
        .filter((line) => !line.startsWith("o=tester"));
      assert.equal(ours.length, 2);
      assert.equal(ours[0], ours[1]);
    },
  },
  {
    id: "transfer",
    holds: "RFC 3515 §2.4.4: a REFER is taken, told of and has one NOTIFY",
    steps: [
      ...answered(),
      pause(300),
      send("REFER", {
        cseq: 2,
        within: true,
        fields: ["Refer-To: <sip:other@[local_ip]:[local_port]>"],
      }),
      expect(202),
      expectRequest("NOTIFY", {
        seconds: 2,
        checks: [
          { in: "Event:", has: "refer" },
          { in: "Subscription-State:", has: "terminated" },
          { in: "body", has: "SIP/2.0 100" },
        ],
      }),
      reply("200 OK"),
      pause(1000),
      send("BYE", {
        cseq: 3,
        within: true,
        fields: ['Reason: Q.850;cause=31;text="Normal, unspecified"'],
      }),
      expect(200),
    ],
    then: (witness) => {
      const requests = came(witness).filter((line) => !line.includes(" "));
      assert.deepEqual(requests, ["NOTIFY"]);
      const [referred] = witness.of("refer");
      assert.match(referred.refer_to, /^sip:other@/);
      const reasons = witness.of("released").map(({ reason }) => reason);
      const text = "Normal, unspecified";
      assert.deepEqual(reasons, [{ sip: null, q850: 31, text }]);
    },
  },
];
