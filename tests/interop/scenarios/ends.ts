import assert from "node:assert/strict";
import { answered, ended, MEANWHILE } from "../../support/sipp_calls.ts";
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
import { came, received, type Scenario, type Witness } from "./scenario.ts";

const RINGING = [
  send("INVITE", { branch: branch("invite"), body: sdp() }),
  expect(100, { optional: true }),
  expect(183, { optional: true }),
  expect(180),
];

const CANCEL = send("CANCEL", { branch: branch("invite") });

/** What came to those who never acknowledged. */
function unacknowledged(witness: Witness): void {
  const oks = came(witness).filter((line) => line === "SIP/2.0 200").length;
  assert.ok(oks >= 8 && oks <= 12, `${oks} times 200`);
  assert.deepEqual(
    witness.of("released").map((released) => released.dropped_by),
    ["sys"],
  );
}

/** Calls that end in one of the many ways. */
export const ENDS: readonly Scenario[] = [
  {
    id: "cancel",
    holds: "RFC 3261 §9.2: CANCEL of a call that rings is 200, the INVITE 487",
    user: "ring",
    steps: [
      ...RINGING,
      pause(300),
      CANCEL,
      expect(487, { optional: true, next: 1 }),
      expect(200),
      expect(487, { next: 2 }),
      label(1),
      ackRefusal("invite"),
      expect(200, { next: 3 }),
      label(2),
      ackRefusal("invite"),
      label(3),
      // Longer than Timer G waits at most: nothing may come any more.
      pause(4500),
    ],
    then: ({ of }) => assert.equal(of("released").length, 1),
  },
  {
    id: "cancel-late",
    endToEnd: false,
    holds: "RFC 3261 §9.2: CANCEL after the 200 changes nothing",
    steps: [
      send("INVITE", { branch: branch("invite"), body: sdp() }),
      ...MEANWHILE,
      expect(200, { learn: true }),
      send("CANCEL", { branch: branch("invite"), transaction: "cancel" }),
      expect(200, { transaction: "cancel" }),
      ack({ within: true }),
      pause(500),
      send("OPTIONS", { cseq: 2, within: true }),
      expect(200),
      ...ended(3),
    ],
  },
  {
    id: "invite-thrice",
    holds: "RFC 3261 §17.2.1: an INVITE that comes again is one call",
    options: ["-pause_msg_ign"],
    datagramsOnly: true,
    steps: [
      send("INVITE", { branch: branch("invite"), body: sdp(), once: true }),
      pause(30),
      send("INVITE", { branch: branch("invite"), body: sdp(), once: true }),
      ...MEANWHILE,
      expect(200, { learn: true }),
      pause(300),
      send("INVITE", { branch: branch("invite"), body: sdp(), once: true }),
      pause(600),
      ack({ within: true }),
      pause(200),
      ...ended(),
    ],
    then: ({ messages, of }) => {
      assert.equal(of("incoming").length, 1);
      const tags = messages.matchAll(/^To:.*;tag=(\w+)/gm);
      assert.equal(new Set(Array.from(tags, ([, tag]) => tag)).size, 1);
    },
  },
  {
    id: "lost-ack",
    holds: "RFC 3261 §13.3.1.4: without an ACK the 200 comes again, then BYE",
    // SIPp wants none again where nothing is lost.
    datagramsOnly: true,
    steps: [
      send("INVITE", { body: sdp() }),
      ...MEANWHILE,
      expect(200, { learn: true }),
      expectRequest("BYE", { seconds: 40 }),
      reply("200 OK"),
      pause(500),
    ],
    then: unacknowledged,
  },
  {
    id: "lost-bye",
    holds: "RFC 3261 §17.1.2.2: a BYE that is not answered comes again",
    datagramsOnly: true,
    steps: [
      send("INVITE", { body: sdp() }),
      ...MEANWHILE,
      expect(200, { learn: true }),
      expectRequest("BYE", { seconds: 40 }),
      // SIPp takes the next for the same.
      pause(2500),
      reply("200 OK"),
      // Longer than Timer E waits at most: none may come any more.
      pause(4500),
    ],
    then: (witness) => {
      unacknowledged(witness);
      const byes = came(witness).filter((line) => line === "BYE").length;
      assert.equal(byes, 3);
    },
  },
  {
    id: "bye-again",
    holds: "RFC 3261 §17.2.2: a BYE that comes again gets the same 200",
    datagramsOnly: true,
    steps: [
      ...answered(),
      pause(200),
      send("BYE", { cseq: 2, within: true, branch: branch("bye"), once: true }),
      expect(200),
      pause(500),
      send("BYE", { cseq: 2, within: true, branch: branch("bye"), once: true }),
      pause(500),
      send("BYE", { cseq: 3, within: true, transaction: "third" }),
      expect(481, { transaction: "third" }),
    ],
    options: ["-pause_msg_ign"],
    then: (witness) => {
      const byes = received(witness).filter((message) =>
        message.startsWith("SIP/2.0 200") && message.includes("CSeq: 2 BYE")
      );
      assert.equal(byes.length, 2);
      assert.equal(byes[0], byes[1]);
      assert.equal(witness.of("released").length, 1);
    },
  },
];
