import assert from "node:assert/strict";
import { type Arrows, step } from "../../runtime/base/machine.ts";
import { INVITE_CLIENT } from "../../runtime/sip/invite_client.ts";
import { INVITE_SERVER } from "../../runtime/sip/invite_server.ts";
import { NON_INVITE_CLIENT } from "../../runtime/sip/non_invite_client.ts";
import { NON_INVITE_SERVER } from "../../runtime/sip/non_invite_server.ts";

/** state, input → next state, actions: the rows that the RFC's figure draws. */
type Row = readonly [state: string, input: string, ...outcome: string[]];

interface Figure {
  readonly name: string;
  readonly arrows: Arrows<string, string, string>;
  readonly inputs: readonly string[];
  readonly rows: readonly Row[];
}

const FIGURES: readonly Figure[] = [
  {
    name: "RFC 3261 figure 5 with RFC 6026 §7.2 (INVITE client)",
    arrows: INVITE_CLIENT,
    inputs: [
      "start",
      "provisional",
      "success",
      "failure",
      "timerA",
      "timerB",
      "timerD",
      "timerM",
      "giveUp",
      "disconnected",
      "transportError",
    ],
    rows: [
      ["idle", "start", "calling", "send", "startA", "startB"],
      ["calling", "timerA", "calling", "send", "doubleA"],
      ["calling", "timerB", "terminated", "reportTimeout"],
      ["calling", "disconnected", "calling", "send"],
      ["calling", "provisional", "proceeding", "stopTimers", "passUp"],
      ["calling", "success", "accepted", "stopTimers", "startM", "passUp"],
      [
        "calling",
        "failure",
        "completed",
        "stopTimers",
        "acknowledge",
        "startD",
        "passUp",
      ],
      ["calling", "transportError", "terminated", "reportTransportError"],
      ["proceeding", "provisional", "proceeding", "passUp"],
      ["proceeding", "success", "accepted", "startM", "passUp"],
      ["proceeding", "failure", "completed", "acknowledge", "startD", "passUp"],
      ["proceeding", "giveUp", "terminated", "reportTimeout"],
      ["accepted", "success", "accepted", "passUp"],
      ["accepted", "timerM", "terminated"],
      ["completed", "failure", "completed", "acknowledge"],
      ["completed", "timerD", "terminated"],
      ["completed", "transportError", "terminated", "reportTransportError"],
    ],
  },
  {
    name: "RFC 3261 figure 6 (non-INVITE client)",
    arrows: NON_INVITE_CLIENT,
    inputs: [
      "start",
      "provisional",
      "success",
      "failure",
      "timerE",
      "timerF",
      "timerK",
      "disconnected",
      "transportError",
    ],
    rows: [
      ["idle", "start", "trying", "send", "startE", "startF"],
      ["trying", "disconnected", "trying", "send"],
      ["proceeding", "disconnected", "proceeding", "send"],
      ["trying", "timerE", "trying", "send", "backOffE"],
      ["trying", "timerF", "terminated", "reportTimeout"],
      ["trying", "provisional", "proceeding", "passUp"],
      ["trying", "success", "completed", "stopTimers", "startK", "passUp"],
      ["trying", "failure", "completed", "stopTimers", "startK", "passUp"],
      ["trying", "transportError", "terminated", "reportTransportError"],
      ["proceeding", "timerE", "proceeding", "send", "slowE"],
      ["proceeding", "timerF", "terminated", "reportTimeout"],
      ["proceeding", "provisional", "proceeding", "passUp"],
      ["proceeding", "success", "completed", "stopTimers", "startK", "passUp"],
      ["proceeding", "failure", "completed", "stopTimers", "startK", "passUp"],
      ["proceeding", "transportError", "terminated", "reportTransportError"],
      ["completed", "timerK", "terminated"],
    ],
  },
  {
    name: "RFC 3261 figure 7 with RFC 6026 §7.1 (INVITE server)",
    arrows: INVITE_SERVER,
    inputs: [
      "request",
      "ack",
      "provisional",
      "success",
      "failure",
      "timerG",
      "timerH",
      "timerI",
      "timerL",
      "transportError",
    ],
    rows: [
      ["proceeding", "request", "proceeding", "repeat"],
      ["proceeding", "provisional", "proceeding", "answer"],
      ["proceeding", "success", "accepted", "answer", "startL"],
      ["proceeding", "failure", "completed", "answer", "startG", "startH"],
      ["proceeding", "transportError", "terminated", "reportTransportError"],
      ["accepted", "request", "accepted"],
      ["accepted", "success", "accepted", "answer"],
      ["accepted", "ack", "accepted", "passUp"],
      ["accepted", "timerL", "terminated"],
      ["accepted", "transportError", "accepted", "reportTransportError"],
      ["completed", "request", "completed", "repeat"],
      ["completed", "ack", "confirmed", "stopTimers", "startI"],
      ["completed", "timerG", "completed", "repeat", "backOffG"],
      ["completed", "timerH", "terminated", "reportTimeout"],
      ["completed", "transportError", "terminated", "reportTransportError"],
      ["confirmed", "ack", "confirmed"],
      ["confirmed", "timerI", "terminated"],
    ],
  },
  {
    name: "RFC 3261 figure 8 (non-INVITE server)",
    arrows: NON_INVITE_SERVER,
    inputs: [
      "request",
      "provisional",
      "success",
      "failure",
      "timerJ",
      "transportError",
    ],
    rows: [
      ["trying", "request", "trying"],
      ["trying", "provisional", "proceeding", "answer"],
      ["trying", "success", "completed", "answer", "startJ"],
      ["trying", "failure", "completed", "answer", "startJ"],
      ["proceeding", "request", "proceeding", "repeat"],
      ["proceeding", "provisional", "proceeding", "answer"],
      ["proceeding", "success", "completed", "answer", "startJ"],
      ["proceeding", "failure", "completed", "answer", "startJ"],
      ["proceeding", "transportError", "terminated", "reportTransportError"],
      ["completed", "request", "completed", "repeat"],
      ["completed", "timerJ", "terminated"],
      ["completed", "transportError", "terminated", "reportTransportError"],
    ],
  },
];

for (const { name, arrows, inputs, rows } of FIGURES) {
  const drawn = new Map(
    rows.map(([s, i, ...outcome]) => [`${s} ${i}`, outcome]),
  );
  for (const state of Object.keys(arrows)) {
    for (const input of inputs) {
      // What the figure does not draw changes nothing and does nothing.
      const outcome = drawn.get(`${state} ${input}`) ?? [state];
      Deno.test(`${name}: ${state}, ${input}: ${outcome.join(", ")}`, () => {
        assert.deepEqual(step(arrows, state, input), outcome);
      });
    }
  }
  Deno.test(`${name}: the machine listens to no other input`, () => {
    const heard = Object.values(arrows).flatMap((row) => Object.keys(row));
    assert.deepEqual(heard.filter((input) => !inputs.includes(input)), []);
  });
}
