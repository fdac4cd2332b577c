import assert from "node:assert/strict";
import { scrape, valueOf } from "../support/prometheus_text.ts";
import { answeredCall, nodeTest } from "./support.ts";

nodeTest(
  "a node tells of itself what it is and what has happened",
  { CTI_MAX_CALLS: "1" },
  async ({ node, application, caller }) => {
    const look = () => scrape(node.ready.http);
    const rest = await look();
    assert.equal(valueOf(rest, "cti_calls"), 0);
    assert.equal(valueOf(rest, "cti_media_ports"), 0);
    const app = await application();
    const phone = caller();
    await answeredCall(app, phone);
    await phone.ack();
    await app.next();
    await phone.payloadType();
    const busy = caller();
    assert.equal((await busy.invite()).at(-1), 503);
    await busy.ack();
    const during = await look();
    assert.equal(valueOf(during, "cti_calls"), 1);
    assert.equal(valueOf(during, "cti_media_ports"), 1);
    assert.equal(valueOf(during, "cti_sip_sessions"), 1);
    const status = "503";
    assert.equal(valueOf(during, "cti_sip_turned_away_total", { status }), 1);
    const sent = valueOf(during, "cti_rtp_packets_total", {
      direction: "sent",
    });
    assert.ok((sent ?? 0) > 0, `${sent} packets sent`);
    assert.ok((valueOf(during, "cti_process_open_fds") ?? 0) > 3);
    const ended = Promise.withResolvers<void>();
    node.calls.records.on(() => ended.resolve());
    assert.equal(await phone.bye(), 200);
    await app.next();
    await ended.promise;
    const after = await look();
    const answered = { direction: "inbound", status: "2xx" };
    assert.equal(valueOf(after, "cti_calls"), 0);
    assert.equal(
      valueOf(after, "cti_calls_total", answered),
      1,
    );
    const kept = valueOf(after, "cti_rtp_packets_total", { direction: "sent" });
    assert.ok((kept ?? 0) >= (sent ?? 0), `${kept} after ${sent}`);
    const method = "sys.call.answer";
    assert.equal(valueOf(after, "cti_rpc_requests_total", { method }), 1);
    assert.equal(valueOf(after, "cti_events_delivered_total"), 3);
  },
);
