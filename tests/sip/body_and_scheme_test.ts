import assert from "node:assert/strict";
import { CalledStage, invited } from "./called_stage.ts";
import { OFFER, request } from "./phone_request.ts";

/** An INVITE whose body is no SDP, but of that disposition. */
function inviteWith(disposition: string): string {
  const type = "Content-Type: text/plain";
  const fields = [type, `Content-Disposition: ${disposition}`];
  return request("INVITE", { fields })
    .replace("Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\nhi");
}

Deno.test("RFC 3261 §8.2.3: a body that is optional is left unread, not refused", () => {
  const it = invited(inviteWith("render; Handling=Optional"));
  assert.equal(it.session.offer, null);
  it.session.hangUp(486);
  it.atRest();
});

for (const disposition of ["render;handling=required", "render", ";;=,"]) {
  Deno.test(`RFC 3261 §8.2.3: 415 for a body of another type, "${disposition}"`, () => {
    const it = new CalledStage();
    it.say(inviteWith(disposition));
    assert.deepEqual(it.phone.lines, ["415 INVITE"]);
    assert.equal(it.sessions.length, 0);
    it.atRest();
  });
}

for (const method of ["INVITE", "OPTIONS"]) {
  Deno.test(`RFC 3261 §8.2.2.1: ${method} to a SIPS URI is 416 where there is no TLS`, () => {
    const it = new CalledStage();
    const body = method === "INVITE" ? OFFER : "";
    it.say(request(method, { uri: "sips:100@10.0.0.1", body }));
    assert.deepEqual(it.phone.lines, [`416 ${method}`]);
    assert.equal(it.sessions.length, 0);
    it.atRest();
  });
}
