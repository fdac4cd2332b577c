import assert from "node:assert/strict";
import { CalledStage, established } from "./called_stage.ts";
import { OFFER, request } from "./phone_request.ts";

Deno.test("RFC 3261 §12.2.2: requests of unknown dialogs get 481, a stray ACK nothing", () => {
  const it = new CalledStage();
  for (const method of ["BYE", "INFO", "INVITE", "OPTIONS", "UPDATE"]) {
    it.phone.say(request(method, { toTag: "nosuch" }));
  }
  it.say(
    request("ACK", { branch: "z9hG4bK-stray", toTag: "nosuch" }),
    request("BYE", { branch: "z9hG4bK-untagged" }),
  );
  assert.deepEqual(it.phone.lines, [
    "481 BYE",
    "481 INFO",
    "481 INVITE",
    "481 OPTIONS",
    "481 UPDATE",
    "481 BYE",
  ]);
  assert.equal(it.sessions.length, 0);
  it.atRest();
});

Deno.test("RFC 3261 §12.2.2: a CSeq that goes back is answered 500", () => {
  const it = established();
  const { toTag } = it;
  it.say(
    request("OPTIONS", { cseq: 5, toTag }),
    request("OPTIONS", { cseq: 4, toTag }),
  );
  assert.deepEqual(it.phone.lines.slice(-2), ["200 OPTIONS", "500 OPTIONS"]);
  it.bye(6);
  it.atRest();
});

Deno.test("RFC 3261 §12.1.1: requests of the called side follow the Record-Route as it stood", () => {
  const fields = ["Record-Route: <sip:10.0.0.2:5062;lr>, <sip:10.0.0.8;lr>"];
  const it = established(request("INVITE", { body: OFFER, fields }));
  it.session.hangUp(200);
  it.world.wind(10);
  const [bye] = it.phone.requests("BYE");
  assert.deepEqual(bye.headers.list("Route"), [
    "<sip:10.0.0.2:5062;lr>",
    "<sip:10.0.0.8;lr>",
  ]);
  assert.equal(bye.uri, "sip:200@10.0.0.2:5062");
  it.atRest();
});
