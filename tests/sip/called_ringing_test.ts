import assert from "node:assert/strict";
import { CalledStage, invited } from "./called_stage.ts";
import { INVITE, request } from "./phone_request.ts";

const MINUTE = 60_000;

Deno.test("RFC 3261 §17.2.1: who rings at once is not announced by 100", () => {
  const it = new CalledStage({ onInvite: (session) => session.ring() });
  it.say(INVITE);
  assert.deepEqual(it.phone.lines, ["180 INVITE"]);
  it.agent.close();
});

Deno.test("RFC 3261 §13.3.1.1: a call that rings says so every minute", () => {
  const it = invited();
  it.session.ring();
  it.world.wind(3 * MINUTE + 10);
  assert.equal(it.phone.responses(180).length, 4);
  it.session.hangUp(486);
  it.atRest();
});

const ENDS: Record<string, (it: CalledStage) => void> = {
  "answered": (it) => {
    it.session.accept("answer");
    it.world.wind(10);
    it.acknowledge();
    it.world.wind(MINUTE);
    it.bye(2);
  },
  "refused": (it) => it.session.hangUp(486),
  "cancelled": (it) => it.say(request("CANCEL")),
  "closed with its node": (it) => it.agent.close(),
};

for (const [how, end] of Object.entries(ENDS)) {
  Deno.test(`a call that was ${how} rings no more`, () => {
    const it = invited();
    it.session.ring();
    it.world.wind(10);
    end(it);
    it.atRest();
    assert.equal(it.phone.responses(180).length, 1);
  });
}
