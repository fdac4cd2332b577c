import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";
import {
  accepted,
  type CalledStage,
  established,
  invited,
} from "./called_stage.ts";
import { INVITE, OFFER, request } from "./phone_request.ts";

function update(it: CalledStage, cseq: number, body = ""): void {
  it.say(request("UPDATE", { cseq, toTag: it.toTag, body }));
}

Deno.test("RFC 3311 §5.2: an offer in UPDATE is answered by the session in its 200", () => {
  const it = established();
  it.ear.answer = "held";
  update(it, 2, "hold");
  const answer = it.phone.responses(200).at(-1);
  assert.equal(answer?.cseq.method, "UPDATE");
  assert.equal(textOf(answer.body), "held");
  assert.equal(answer.headers.first("Contact"), "<sip:10.0.0.1:5060>");
  assert.deepEqual(it.ear.heard.slice(1), ["offered hold"]);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3311 §5.2: an UPDATE without offer moves the target and nothing else", () => {
  const it = established();
  const { toTag } = it;
  it.say(
    request("UPDATE", { cseq: 2, toTag }).replace("5062>", "7000>"),
  );
  const answer = it.phone.responses(200).at(-1);
  assert.equal(answer?.body.length, 0);
  assert.equal(it.ear.heard.length, 1);
  it.session.hangUp(200);
  assert.equal(it.world.network.sent.at(-1)?.to.port, 7000);
  it.atRest();
});

Deno.test("RFC 3311 §5.2: an offer in UPDATE that is of no use gets 488 and changes nothing", () => {
  const it = established();
  update(it, 2, "g729");
  assert.equal(it.phone.responses(488).length, 1);
  it.ear.answer = "answer";
  update(it, 3, "pcma");
  assert.equal(it.phone.responses(200).at(-1)?.cseq.number, 3);
  it.bye(4);
  it.atRest();
});

Deno.test("RFC 3311 §5.2: while our offer waits for its answer an offer in UPDATE gets 491", () => {
  const it = accepted(request("INVITE"));
  update(it, 2, OFFER);
  assert.equal(it.phone.responses(491).length, 1);
  update(it, 3);
  assert.equal(it.phone.responses(200).at(-1)?.cseq.number, 3);
  it.acknowledge();
  it.bye(4);
  it.atRest();
});

Deno.test("RFC 3311 §5.2: while theirs waits for ours it gets 500 with Retry-After", () => {
  const it = invited();
  it.session.ring();
  it.world.wind(10);
  update(it, 2, OFFER);
  const seconds = it.phone.responses(500)[0].headers.first("Retry-After");
  assert.ok(Number(seconds) >= 0 && Number(seconds) <= 10, `${seconds}`);
  it.session.hangUp(486);
  it.atRest();
});

Deno.test("RFC 3311 §5.2: between our 200 and its ACK an UPDATE is as good as behind it", () => {
  const it = accepted(INVITE);
  it.ear.answer = "answer";
  update(it, 2, OFFER);
  assert.equal(it.phone.responses(200).at(-1)?.cseq.method, "UPDATE");
  it.acknowledge();
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3261 §12.2.2: UPDATE, INFO and REFER in no dialog of ours get 481", () => {
  const it = established();
  for (const method of ["UPDATE", "INFO", "REFER"]) {
    it.say(request(method, { cseq: 9, toTag: "nobody" }));
  }
  assert.equal(it.phone.responses(481).length, 3);
  it.bye(2);
  it.atRest();
});
