import assert from "node:assert/strict";
import { scrape, valueOf } from "../support/prometheus_text.ts";
import { answeredCall, nodeTest } from "./support.ts";

nodeTest(
  "a caller of whom nothing is heard for a second is told of and hung up on",
  { CTI_MEDIA_TIMEOUT_SECONDS: "1", CTI_MEDIA_TIMEOUT_ACTION: "hangup" },
  async ({ node, application, caller }) => {
    const [app, phone] = [await application(), caller()];
    const res_id = await answeredCall(app, phone, { user_data: "mine" });
    await phone.ack();
    await app.next();
    const { method, params: told } = await app.next();
    assert.equal(method, "sys.call.on_media_timeout");
    const { event_id: _, ...members } = told as Record<string, unknown>;
    assert.deepEqual(members, { res_id, seconds: 1, user_data: "mine" });
    assert.equal(await phone.request(), "BYE");
    const { dropped_by, cause } = (await app.next()).params as Record<
      string,
      unknown
    >;
    assert.deepEqual([dropped_by, cause], ["sys", 408]);
    const metrics = await scrape(node.ready.http);
    const event = "sys.call.on_media_timeout";
    assert.equal(valueOf(metrics, "cti_events_total", { event }), 1);
  },
);
