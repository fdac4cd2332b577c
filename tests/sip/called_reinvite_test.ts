import assert from "node:assert/strict";
import { accepted, established, invited } from "./called_stage.ts";
import { request } from "./phone_request.ts";

Deno.test("RFC 3261 §14.2: a re-INVITE is offered to the session and answered by it", () => {
  const it = established();
  const { toTag } = it;
  it.ear.answer = "held";
  const fields = ["X: y"];
  it.say(request("INVITE", { cseq: 2, toTag, body: "hold", fields }));
  const answer = it.phone.responses(200).at(-1);
  assert.equal(new TextDecoder().decode(answer?.body), "held");
  it.acknowledge(2);
  assert.deepEqual(it.ear.heard, ["acknowledged null", "offered hold"]);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3261 §14.2: a re-INVITE that is not acceptable gets 488, the call goes on", () => {
  const it = established();
  const { toTag } = it;
  it.say(request("INVITE", { cseq: 2, toTag, body: "g729" }));
  assert.equal(it.phone.responses(488).length, 1);
  it.say(
    request("ACK", { cseq: 2, toTag }),
    request("OPTIONS", { cseq: 3, toTag }),
  );
  assert.equal(it.phone.lines.at(-1), "200 OPTIONS");
  assert.equal(it.agent.counts.sessions, 1);
  it.bye(4);
  it.atRest();
});

Deno.test("RFC 3261 §12.2.2: an accepted re-INVITE moves the target, a refused one does not", () => {
  const it = established();
  const { toTag } = it;
  const moved = (cseq: number, port: number) =>
    request("INVITE", { cseq, toTag, body: "offer" })
      .replace("10.0.0.2:5062>", `10.0.0.2:${port}>`);
  it.say(moved(2, 6000));
  it.phone.say(request("ACK", { cseq: 2, toTag }));
  it.ear.answer = "answer";
  it.say(moved(3, 7000));
  it.acknowledge(3);
  it.session.hangUp(200);
  const bye = it.world.network.sent.at(-1);
  assert.ok(bye?.text.startsWith("BYE sip:200@10.0.0.2:7000 SIP/2.0"));
  assert.equal(bye?.to.port, 7000);
  it.atRest();
});

Deno.test("RFC 3261 §14.2: a re-INVITE before the first final response gets 500 with Retry-After", () => {
  const it = invited();
  it.session.ring();
  it.world.wind(10);
  const { toTag } = it;
  it.say(request("INVITE", { cseq: 2, toTag, body: "offer" }));
  const seconds = it.phone.responses(500)[0].headers.first("Retry-After");
  assert.ok(Number(seconds) >= 0 && Number(seconds) <= 10, `${seconds}`);
  it.session.hangUp(486);
  it.atRest();
});

Deno.test("RFC 3261 §14.2: a re-INVITE while our 200 waits for its ACK gets 491", () => {
  const it = accepted();
  const { toTag } = it;
  it.say(request("INVITE", { cseq: 2, toTag, body: "offer" }));
  assert.equal(it.phone.responses(491).length, 1);
  it.phone.say(request("ACK", { cseq: 2, toTag }));
  it.acknowledge();
  assert.deepEqual(it.ear.heard, ["acknowledged null"]);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3261 §14.2: a re-INVITE whose 200 is never acknowledged ends the session", () => {
  const it = established();
  const { toTag } = it;
  it.ear.answer = "answer";
  it.phone.say(request("INVITE", { cseq: 2, toTag, body: "offer" }));
  it.atRest();
  assert.equal(it.ear.heard.at(-1), "ended local 408");
});

Deno.test("a late offer in a re-INVITE has its answer told as well", () => {
  const it = established();
  const { toTag } = it;
  it.ear.answer = "our offer";
  it.say(request("INVITE", { cseq: 2, toTag }));
  const branch = "z9hG4bK-a2";
  it.say(request("ACK", { cseq: 2, branch, toTag, body: "answer" }));
  assert.deepEqual(it.ear.heard.slice(1), [
    "offered null",
    "acknowledged answer",
  ]);
  it.bye(3);
  it.atRest();
});
