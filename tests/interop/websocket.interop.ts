import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { openChromium } from "../support/chromium.ts";
import { NodeProcess } from "../support/node_process.ts";
import { call } from "./browser/sip_phone.js";

const SECONDS = { max_answer_seconds: 60 };

for (const way of ["ws", "wss"]) {
  Deno.test(`RFC 7118 §4: Chromium calls in over ${way}; the node's BYE goes back by its connection`, async () => {
    const settings = { CTI_SIP_TRANSPORTS: "udp,tcp,ws,wss" };
    const node = await NodeProcess.start(settings);
    const app = await Application.connect(node.rpc);
    const place = node.ready.sip.find((at) => at.startsWith(`${way}:`)) ?? "";
    const browser = await openChromium();
    try {
      const page = await browser.newPage({ ignoreHTTPSErrors: true });
      const incoming = app.event("incoming");
      const called = page.evaluate(call, place.replace(":", "://"));
      const { res_id, from_uri } = await incoming;
      assert.equal(from_uri, "sip:alice@127.0.0.1");
      await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
      const released = await app.run("drop", { res_id }, "released");
      assert.equal(released.dropped_by, "sys");
      const { protocol, heard } = await called;
      assert.equal(protocol, "sip");
      assert.match(heard.at(-2), /^SIP\/2\.0 200 OK/);
      const contact = "sip:alice@df7jal23ls0d.invalid;transport=ws";
      assert.equal(heard.at(-1), `BYE ${contact} SIP/2.0`);
    } finally {
      await browser.close();
    }
    await app.close();
    assert.equal((await node.stop()).code, 0);
  });
}
