import assert from "node:assert/strict";
import { ControlWorld } from "../support/control_world.ts";
import { MemoryPhone } from "../support/memory_phone.ts";

const FAR = "10.0.0.3";

for (
  const [language, plan] of [[undefined, "cn"], ["zh-CN", "cn"], [
    "en-US",
    "us",
  ]]
) {
  Deno.test(`where CTI_LANGUAGE is ${language} a parent hears the ring tone of ${plan}`, async () => {
    const world = new ControlWorld({}, { CTI_LANGUAGE: language });
    const { application, phone, media } = world;
    const far = new MemoryPhone(world.sip, FAR);
    far.onCall = () => far.ring();
    phone.call("sip:4001@10.0.0.1");
    await world.pass();
    const { res_id } = application.events[0].params;
    const limit = { max_answer_seconds: 60 };
    await application.call("answer", { res_id, ...limit });
    await world.pass();
    await application.call("construct", {
      ...limit,
      to_uri: FAR,
      parent_call_res_id: res_id,
    });
    await world.pass();
    assert.deepEqual(media.ports[0].deeds, [`say ringback of ${plan}`]);
    phone.hangUp();
    far.hangUp();
    await world.assertAtRest();
  });
}
