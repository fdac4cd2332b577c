import assert from "node:assert/strict";
import { invited } from "./called_stage.ts";
import { OFFER, request } from "./phone_request.ts";

const HIGHEST_FIRST = 2 ** 31 - 1;

Deno.test("RFC 3261 §12.2.1.1: a dialog that begins below 2^31 goes on above it", () => {
  const first = request("INVITE", { cseq: HIGHEST_FIRST, body: OFFER });
  const it = invited(first);
  it.session.accept("answer");
  it.world.wind(10);
  it.acknowledge(HIGHEST_FIRST);
  it.bye(HIGHEST_FIRST + 1);
  assert.equal(it.phone.lines.at(-1), "200 BYE");
  assert.deepEqual(it.ear.heard, ["acknowledged null", "ended remote 200"]);
  it.atRest();
});
