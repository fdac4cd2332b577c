import assert from "node:assert/strict";
import type { SipRequest } from "../../runtime/sip/message.ts";
import { message } from "../support/sip_world.ts";
import { CONTACT, established } from "./calling_stage.ts";

/** A request of the peer in the dialog of `invite`. */
function inDialog(method: string, { headers, callId }: SipRequest): string {
  return message(`${method} sip:10.0.0.1:5060 SIP/2.0`, [
    `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK-peer-${method}`,
    "Max-Forwards: 70",
    `From: ${headers.first("To")};tag=peer`,
    `To: ${headers.first("From")}`,
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    CONTACT,
  ]);
}

Deno.test("the peer's BYE ends the session with its Reason", () => {
  const it = established();
  const bye = inDialog("BYE", it.invite)
    .replace("Max-Forwards", "Reason: SIP;cause=480\r\nMax-Forwards");
  it.phone.say(bye);
  it.world.wind(10);
  assert.equal(it.phone.lines.at(-1), "200 BYE");
  assert.deepEqual(it.ear.ends, [
    {
      by: "remote",
      status: 200,
      reason: "SIP;cause=480",
      cause: { sip: 480, q850: null, text: null },
    },
  ]);
  it.session.hangUp(200);
  it.atRest();
  assert.equal(it.phone.requests("BYE").length, 0);
});

Deno.test("a re-INVITE of the called side is offered to the session", () => {
  const it = established();
  it.ear.answer = "held";
  it.phone.say(
    inDialog("INVITE", it.invite).replace(
      "Content-Length: 0\r\n\r\n",
      "Content-Type: application/sdp\r\nContent-Length: 4\r\n\r\nhold",
    ),
  );
  it.world.wind(10);
  assert.equal(it.ear.heard.at(-1), "offered hold");
  assert.equal(it.phone.responses(200).length, 1);
  it.session.hangUp(200);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  it.atRest();
});

Deno.test("RFC 3261 §12.1.2: requests of the calling side follow the Record-Route backwards", () => {
  const it = established([
    "Record-Route: <sip:10.0.0.8;lr>",
    "Record-Route: <sip:10.0.0.2:5062;lr;x=y>",
  ]);
  const [ack] = it.phone.requests("ACK");
  assert.equal(ack.uri, "sip:200@10.0.0.2:5062");
  assert.deepEqual(ack.headers.list("Route"), [
    "<sip:10.0.0.2:5062;lr;x=y>",
    "<sip:10.0.0.8;lr>",
  ]);
});

Deno.test("RFC 3261 §12.2.1.1: a strict router is the Request-URI, the target the last Route", () => {
  const it = established([
    "Record-Route: <sip:10.0.0.8;lr>, <sip:10.0.0.2:5062>",
  ]);
  const [ack] = it.phone.requests("ACK");
  assert.equal(ack.uri, "sip:10.0.0.2:5062");
  assert.deepEqual(ack.headers.list("Route"), [
    "<sip:10.0.0.8;lr>",
    "<sip:200@10.0.0.2:5062>",
  ]);
});

Deno.test("RFC 3261 §12.2.1.1: the BYE counts CSeq on from the INVITE", () => {
  const it = established();
  it.session.hangUp(200);
  it.world.wind(10);
  const [bye] = it.phone.requests("BYE");
  assert.equal(bye.cseq.number, it.invite.cseq.number + 1);
  assert.deepEqual(bye.headers.list("Reason"), ["Q.850;cause=16"]);
});
