import { Admission, limitsFor } from "../../runtime/sip/admission.ts";
import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { makeRequest, type SipResponse } from "../../runtime/sip/message.ts";
import { respond } from "../../runtime/sip/respond.ts";
import { serialize } from "../../runtime/sip/serialize.ts";
import type { ServerTransaction } from "../../runtime/sip/server_transaction.ts";
import { TransactionLayer } from "../../runtime/sip/transaction_layer.ts";
import type {
  Destination,
  Hop,
  Transport,
} from "../../runtime/sip/transport.ts";

const REMOTE = { address: "10.0.0.2", port: 49_152 };

/** A transport that loses nothing, such as TCP. */
class Wire implements Transport {
  readonly name = "TCP";
  readonly reliable = true;
  readonly local = { address: "10.0.0.1", port: 5060 };
  readonly sent: string[] = [];

  send(message: Uint8Array, _to?: Destination): void {
    this.sent.push(textOf(message).split("\r\n")[0]);
  }

  reaches(): boolean {
    return true;
  }

  close(): void {}
}

function stage() {
  const clock = new HandClock();
  const wire = new Wire();
  const hop: Hop = { transport: wire, address: REMOTE };
  const served: ServerTransaction[] = [];
  const chance = new SeededChance(1);
  const admission = new Admission({
    clock,
    log: SILENT,
    limits: limitsFor(10, 10),
    vouchesFor: () => false,
  });
  const layer = new TransactionLayer({
    clock,
    chance,
    log: SILENT,
    admission,
    user: {
      request: (transaction) => void served.push(transaction),
      ack: () => {},
      screen: () => null,
    },
  });
  return { clock, wire, hop, served, layer };
}

function request(method: string) {
  return makeRequest(method, "sip:a@b", [
    ["Via", "SIP/2.0/TCP 10.0.0.2:5060;branch=z9hG4bK1"],
    ["From", "<sip:c@d>;tag=1"],
    ["To", "<sip:a@b>"],
    ["Call-ID", "x"],
    ["CSeq", `1 ${method}`],
  ]);
}

for (const method of ["INVITE", "OPTIONS"]) {
  Deno.test(`RFC 3261 §17.1: over a reliable transport ${method} is sent once, and times out`, () => {
    const { clock, wire, hop, layer } = stage();
    const failures: number[] = [];
    layer.start(request(method), hop, {
      response: () => {},
      failed: (status) => void failures.push(status),
    });
    clock.wind(32_000);
    assert.equal(wire.sent.length, 1);
    assert.deepEqual(failures, [408]);
    assert.deepEqual([layer.count, clock.pending], [0, 0]);
  });

  Deno.test(`RFC 3261 table 4: over a reliable transport a refused ${method} is over at once`, () => {
    const { clock, hop, layer } = stage();
    const responses: SipResponse[] = [];
    const { request: sent } = layer.start(request(method), hop, {
      response: (response) => void responses.push(response),
      failed: () => {},
    });
    layer.receive(serialize(respond(sent, 404, "tag")), hop);
    assert.deepEqual(responses.map(({ status }) => status), [404]);
    clock.wind(0);
    assert.deepEqual([layer.count, clock.pending], [0, 0]);
  });

  Deno.test(`RFC 3261 §17.2: over a reliable transport a refusal of ${method} is sent once`, () => {
    const { clock, wire, hop, served, layer } = stage();
    layer.receive(serialize(request(method)), hop);
    served[0].respond(respond(request(method), 404, "tag"));
    clock.wind(32_000);
    assert.deepEqual(wire.sent, ["SIP/2.0 404 Not Found"]);
    assert.deepEqual([layer.count, clock.pending], [0, 0]);
  });

  Deno.test(`RFC 3261 §17.1.4: ${method} over a connection that broke is reported as 503`, () => {
    const { clock, hop, layer } = stage();
    const failures: number[] = [];
    const transaction = layer.start(request(method), hop, {
      response: () => {},
      failed: (status) => void failures.push(status),
    });
    transaction.transportError();
    assert.deepEqual(failures, [503]);
    assert.deepEqual([layer.count, clock.pending], [0, 0]);
  });
}

Deno.test("RFC 3261 §18.2.2: over a connection the response goes back by it, and where it is gone to the port that Via says", () => {
  const { wire, hop, served, layer } = stage();
  const targets: unknown[] = [];
  wire.send = (_, to) => void targets.push(to);
  layer.receive(serialize(request("OPTIONS")), hop);
  served[0].respond(respond(request("OPTIONS"), 200, "tag"));
  const sentBy = { address: REMOTE.address, port: 5060 };
  assert.deepEqual(targets, [{ ...REMOTE, sentBy }]);
});

Deno.test("the body of a message outlives the buffer that it came in", () => {
  const { hop, served, layer } = stage();
  const text = textOf(serialize(request("INVITE")))
    .replace("Content-Length: 0\r\n\r\n", "Content-Length: 4\r\n\r\nbody");
  const buffer = utf8(text);
  layer.receive(buffer, hop);
  buffer.fill(0);
  assert.equal(textOf(served[0].request.body), "body");
});
