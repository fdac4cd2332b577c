import assert from "node:assert/strict";
import { answered } from "../support/memory_dns.ts";
import * as called from "./called_stage.ts";
import { CallingStage } from "./calling_stage.ts";
import { INVITE } from "./phone_request.ts";

/** Where no request of ours can go: no TLS here, no such name. */
const NOWHERE = [
  "sips:200@10.0.0.2:5062",
  "sip:200@10.0.0.2:5062;transport=tls",
  "sip:200@nowhere.example:5062",
];

for (const contact of NOWHERE) {
  Deno.test(`a call answered from ${contact} has its ACK and BYE by the way of the INVITE`, async () => {
    const it = new CallingStage();
    it.respond(200, { fields: [`Contact: <${contact}>`], body: "answer" });
    await answered();
    it.session.hangUp(200);
    await answered();
    it.world.wind(10);
    const [ack] = it.phone.requests("ACK");
    const [bye] = it.phone.requests("BYE");
    assert.deepEqual([ack.uri, bye.uri], [contact, contact]);
    it.phone.respond(bye, 200);
    it.atRest();
  });

  Deno.test(`a call that came from ${contact} has its BYE by the way of the INVITE`, async () => {
    const own = /Contact: <.*>/;
    const it = called.established(INVITE.replace(own, `Contact: <${contact}>`));
    it.session.hangUp(200);
    await answered();
    it.world.wind(10);
    const [bye] = it.phone.requests("BYE");
    assert.equal(bye.uri, contact);
    it.phone.respond(bye, 200);
    it.atRest();
  });
}
