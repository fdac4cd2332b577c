import assert from "node:assert/strict";
import { established, invited } from "./called_stage.ts";
import { request } from "./phone_request.ts";

Deno.test("RFC 3261 §15.1.2: BYE is answered 200, again with the same bytes, later 481", () => {
  const it = established();
  const { toTag } = it;
  const fields = ["Reason: Q.850;cause=16"];
  const bye = request("BYE", { cseq: 2, toTag, fields });
  it.say(bye);
  it.say(bye);
  const answers = it.world.network.sent.map(({ text }) => text)
    .filter((text) =>
      text.startsWith("SIP/2.0 200") && text.includes("CSeq: 2 BYE")
    );
  assert.equal(answers.length, 2);
  assert.equal(answers[0], answers[1]);
  assert.deepEqual(it.ear.ends, [
    {
      by: "remote",
      status: 200,
      reason: "Q.850;cause=16",
      cause: { sip: null, q850: 16, text: null },
    },
  ]);
  it.bye(3);
  assert.equal(it.phone.responses(481).length, 1);
  it.atRest();
});

Deno.test("RFC 3261 §15.1.2: BYE before the final response ends the INVITE with 487", () => {
  const it = invited();
  it.session.ring();
  it.world.wind(10);
  it.bye(2);
  assert.deepEqual(it.phone.lines.slice(2), ["200 BYE", "487 INVITE"]);
  assert.deepEqual(it.ear.heard, ["ended remote 200"]);
  it.atRest();
});

Deno.test("RFC 3261 §15: hung up before the ACK, the BYE waits for it", () => {
  const it = invited();
  it.session.accept("answer");
  it.session.hangUp(603);
  it.world.wind(1000);
  assert.equal(it.phone.requests("BYE").length, 0);
  assert.equal(it.phone.timesOf("200 INVITE").length, 2);
  it.acknowledge();
  const [bye] = it.phone.requests("BYE");
  const why = 'SIP;cause=603;text="Decline"';
  assert.equal(bye.headers.first("Reason"), why);
  it.phone.respond(bye, 200);
  assert.deepEqual(it.ear.heard, []);
  it.atRest();
});

Deno.test("RFC 3261 §15: hung up before an ACK that never comes, the BYE follows after 64*T1", () => {
  const it = invited();
  it.session.accept("answer");
  it.session.hangUp(200);
  it.world.wind(32_100);
  assert.equal(it.phone.requests("BYE").length, 1);
  assert.deepEqual(it.ear.heard, []);
  it.atRest();
});

Deno.test("a BYE that crosses ours is answered 200, and nothing is told", () => {
  const it = established();
  it.session.hangUp(200);
  it.bye(2);
  assert.deepEqual(it.phone.lines.slice(-2).sort(), ["200 BYE", "BYE"]);
  assert.deepEqual(it.ear.heard, ["acknowledged null"]);
  it.atRest();
});

Deno.test("RFC 3261 §17.1.2.2: our BYE is repeated from T1 to T2 and given up after 64*T1", () => {
  const it = established();
  it.session.hangUp(200);
  it.atRest();
  const times = it.phone.timesOf("BYE");
  assert.deepEqual(times.map((time) => time - times[0]), [
    0,
    500,
    1500,
    3500,
    7500,
    11_500,
    15_500,
    19_500,
    23_500,
    27_500,
    31_500,
  ]);
  const branches = it.phone.requests("BYE").map(({ via }) =>
    via.parameters.get("branch")
  );
  assert.equal(new Set(branches).size, 1);
});
