import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import { Rig } from "./rig.ts";

Deno.test("send_dtmf_start sends the keys and tells when they are sent", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  call.sendDtmfStart("123#");
  assert.equal(call.state, "SendDtmf");
  assert.deepEqual(port.deeds, ["send 123#"]);
  port.finish();
  assert.equal(rig.only("sendDtmfCompleted").error, null);
  assert.equal(call.state, "Idle");
});

Deno.test("how long the keys are is the application's to say", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  const asked: unknown[] = [];
  port.sendKeys = (_keys, _ended, timing) => {
    asked.push(timing);
    return () => {};
  };
  const timing = { toneMs: milliseconds(250), gapMs: milliseconds(40) };
  call.sendDtmfStart("1", timing);
  assert.deepEqual(asked, [timing]);
});

Deno.test("send_dtmf_stop ends the sending at once, without an error", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  call.sendDtmfStart("123#");
  call.sendDtmfStop();
  assert.equal(rig.only("sendDtmfCompleted").error, null);
  assert.equal(call.state, "Idle");
  assert.deepEqual(port.running, []);
  assert.throws(() => call.sendDtmfStop(), { fault: "wrongState" });
});

Deno.test("what the peer presses meanwhile does not end the sending", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  call.sendDtmfStart("123#");
  port.press("#");
  assert.equal(call.state, "SendDtmf");
});

Deno.test("a hang-up while keys are sent is told as such", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  call.sendDtmfStart("123#");
  session.bye();
  assert.equal(
    rig.only("sendDtmfCompleted").error,
    "hungup when sending dtmf",
  );
  await rig.assertAtRest();
});

Deno.test("keys that the port will not send are a send dtmf error", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  port.sendKeys = () => {
    throw new RangeError("no such key");
  };
  call.sendDtmfStart("x");
  assert.equal(rig.only("sendDtmfCompleted").error, "send dtmf error");
  assert.equal(call.state, "Idle");
});
