import assert from "node:assert/strict";
import { message, SipWorld } from "../support/sip_world.ts";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import { AGENT, agentIn, dial, type Line, waitFor } from "./tcp_stage.ts";

/** A call that came by a connection and was answered. */
function called(contact: string, place = { address: "10.0.0.2", port: 5060 }) {
  const world = new SipWorld();
  const sessions: IncomingSession[] = [];
  agentIn(world, AGENT, (session) => {
    sessions.push(session);
    session.accept("answer");
  });
  const lines = waitFor(world, place);
  const line = dial(world);
  const from = "From: <sip:200@10.0.0.2>;tag=phone";
  const words = (method: string, to: string) =>
    message(`${method} sip:100@10.0.0.1 SIP/2.0`, [
      `Via: SIP/2.0/TCP 192.168.1.9:5060;branch=z9hG4bK${method}`,
      from,
      to,
      "Call-ID: flow",
      `CSeq: 1 ${method}`,
      `Contact: <${contact}>`,
    ]);
  line.say(words("INVITE", "To: <sip:100@10.0.0.1>"));
  world.wind(5);
  line.say(words("ACK", line.text.match(/^To: [^\r]*;tag=[^\r]*/m)?.[0] ?? ""));
  world.wind(5);
  return { world, line, lines, session: sessions[0] };
}

function heardBye({ text }: Line): boolean {
  return text.includes("BYE sip:");
}

Deno.test("RFC 5923 §4: while the connection of its INVITE is open a call's BYE goes by it to the same machine", () => {
  const { world, line, lines, session } = called(
    "sip:200@10.0.0.2:5060;transport=tcp",
  );
  session.hangUp(200);
  world.wind(5);
  assert.ok(heardBye(line));
  assert.equal(lines.length, 0);
});

Deno.test("RFC 3261 §12.2.1.1: once it is gone the BYE goes to where Contact says", () => {
  const { world, line, lines, session } = called(
    "sip:200@10.0.0.2:5060;transport=tcp",
  );
  line.connection?.cut();
  world.wind(5);
  session.hangUp(200);
  world.wind(5);
  assert.ok(heardBye(lines[0]));
});

Deno.test("RFC 3261 §12.2.1.1: a Contact at another machine is where the BYE goes", () => {
  const elsewhere = { address: "10.0.0.3", port: 5060 };
  const { world, line, lines, session } = called(
    "sip:200@10.0.0.3;transport=tcp",
    elsewhere,
  );
  session.hangUp(200);
  world.wind(5);
  assert.ok(!heardBye(line));
  assert.ok(heardBye(lines[0]));
});
