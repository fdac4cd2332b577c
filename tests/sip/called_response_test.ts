import assert from "node:assert/strict";
import { CalledStage } from "./called_stage.ts";
import { INVITE, request } from "./phone_request.ts";

Deno.test("RFC 3581 §4: with rport the response goes to the port that the request came from", () => {
  const it = new CalledStage();
  const via = "Via: SIP/2.0/UDP 192.168.1.7:5099;branch=z9hG4bK-nat;rport";
  it.say(request("OPTIONS", { via }));
  const parameters = it.phone.responses(200)[0].via.parameters;
  assert.equal(parameters.get("rport"), "5062");
  assert.equal(parameters.get("received"), "10.0.0.2");
});

Deno.test("RFC 3261 §18.2.2: without rport it goes to the source address and the port of Via", () => {
  const it = new CalledStage();
  const via = "Via: SIP/2.0/UDP host.invalid:5099;branch=z9hG4bK-name";
  it.say(request("OPTIONS", { via }));
  const { to, text } = it.world.network.sent[1];
  assert.deepEqual(to, { address: "10.0.0.2", port: 5099 });
  assert.match(text, /received=10\.0\.0\.2/);
});

Deno.test("RFC 3261 §8.2.6.2: all Via come back in order", () => {
  const it = new CalledStage();
  const via = "v: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK1;rport\r\n" +
    "v: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK2 , SIP / 2.0 / TCP 198.51.100.2";
  it.say(request("OPTIONS", { via }));
  const branches = it.phone.responses(200)[0].headers.list("Via");
  assert.equal(branches.length, 3);
  assert.match(branches[1], /z9hG4bK2/);
  assert.match(branches[2], /198\.51\.100\.2/);
});

Deno.test("no response names the product or its version", () => {
  const it = new CalledStage();
  it.say(request("OPTIONS"), INVITE);
  it.session.accept("answer");
  it.world.wind(10);
  for (const { text } of it.world.network.sent.slice(2)) {
    assert.doesNotMatch(text, /^(Server|User-Agent):|edge/im);
  }
});

Deno.test("RFC 3261 §21.4.26: 488 says why, in a Warning", () => {
  const it = new CalledStage();
  it.say(INVITE);
  it.session.hangUp(488);
  it.world.wind(10);
  const [{ text }] = it.world.network.sent.slice(-1);
  assert.match(text, /^Warning: 305 \S+ "Incompatible media format"\r$/m);
});
