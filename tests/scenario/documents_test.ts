import assert from "node:assert/strict";
import { CallScene } from "../support/call_scene.ts";
import { DocumentedClient } from "../support/documented_client.ts";

Deno.test("a client made of /openrpc.json and /asyncapi.json alone places a call, sends keys and hangs up", async () => {
  const scene = await CallScene.open();
  const { http } = scene.node.ready;
  const client = await DocumentedClient.connect(`${http}/openrpc.json`);
  scene.phone.telephone.onCall((ringing) => void ringing.pickUp());
  const dialled = client.event("sys.call.on_dial_completed");
  const constructed = await client.call("sys.call.construct", {
    to_uri: scene.uri,
    max_answer_seconds: 30,
    user_data: "order 7",
    idempotency_key: "order 7",
  });
  const { res_id } = constructed as { res_id: string };
  assert.equal((await dialled).res_id, res_id);
  assert.equal((await dialled).error, null);
  const keys = client.event("sys.call.on_send_dtmf_completed");
  await client.call("sys.call.send_dtmf_start", { res_id, keys: "12" });
  assert.equal((await keys).error, null);
  const released = client.event("sys.call.on_released");
  await client.call("sys.call.drop", { res_id });
  const { dropped_by, user_data } = await released;
  assert.deepEqual([dropped_by, user_data], ["sys", "order 7"]);
  assert.deepEqual(client.broken, []);
  await client.close();
  await scene.close();
});
