import assert from "node:assert/strict";
import { invited } from "./called_stage.ts";
import { request } from "./phone_request.ts";

Deno.test("RFC 3261 §17.2.1: a refusal is repeated until its ACK, then no more", () => {
  const it = invited();
  it.session.hangUp(486);
  it.world.wind(2000);
  assert.equal(it.phone.responses(486).length, 3);
  it.phone.say(request("ACK", { toTag: it.toTag }));
  it.world.wind(10_000);
  assert.equal(it.phone.responses(486).length, 3);
  assert.deepEqual(it.ear.heard, []);
  it.atRest();
});

Deno.test("RFC 3261 §17.2.1: a refusal that is never acknowledged ends with Timer H", () => {
  const it = invited();
  it.session.hangUp(603);
  it.atRest();
  assert.equal(it.phone.responses(603).length, 11);
});

Deno.test("a refusal for want of room says when to try again", () => {
  const it = invited();
  it.session.hangUp(503);
  it.world.wind(10);
  assert.match(
    it.phone.responses(503)[0].headers.first("Retry-After") ?? "",
    /^\d+$/,
  );
  it.atRest();
});

for (const status of [0, 200, 299, 700, 486.5, NaN]) {
  Deno.test(`a refusal with ${status}, which is none, is 603`, () => {
    const it = invited();
    it.session.hangUp(status);
    it.world.wind(10);
    assert.equal(it.phone.lines.at(-1), "603 INVITE");
    it.atRest();
  });
}

Deno.test("RFC 3261 §8.3: redirect sends 302 with the Contact", () => {
  const it = invited();
  it.session.redirect("sip:300@10.0.0.9:5070");
  it.world.wind(10);
  const [moved] = it.phone.responses(302);
  assert.equal(moved.headers.first("Contact"), "<sip:300@10.0.0.9:5070>");
  it.atRest();
});

Deno.test("redirect refuses what would break out of the Contact header", () => {
  const it = invited();
  for (const uri of ["sip:a@b>\r\nX: y", "nonsense", "sip:a@b;x=<y>"]) {
    assert.throws(() => it.session.redirect(uri), { fault: "badParams" });
  }
  it.session.hangUp(486);
  it.atRest();
});
