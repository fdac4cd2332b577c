import assert from "node:assert/strict";
import fc from "fast-check";
import { utf8 } from "../../runtime/base/bytes.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import type { OutgoingSession } from "../../runtime/sip/session.ts";
import { serialize } from "../../runtime/sip/serialize.ts";
import { mutated, type Mutation, mutation } from "../support/mutate.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  SipWorld,
} from "../support/sip_world.ts";
import { SPECIMENS } from "./specimens.ts";

const AGENT = { address: "192.0.2.1", port: 5060 };
const PHONE = { address: "192.0.2.7", port: 5062 };
const SEED = 3261;

Deno.test("100,000 mutated messages parse to a message or a word", () => {
  let whole = 0;
  fc.assert(
    fc.property(mutated(SPECIMENS), (bytes) => {
      const first = parseMessage(bytes);
      if (typeof first === "string") return;
      whole++;
      const second = parseMessage(serialize(first));
      assert.ok(typeof second !== "string", `${second}`);
      assert.deepEqual(second.body, first.body);
      assert.deepEqual(second.cseq, first.cseq);
      assert.deepEqual(second.via, first.via);
    }),
    { numRuns: 100_000, seed: SEED },
  );
  assert.ok(whole > 10_000, `only ${whole} were still messages`);
});

Deno.test("20,000 mutated messages do nothing to an agent that it cannot undo", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address, (session) => {
    new Ear(session);
    session.ring();
    session.hangUp(486);
  });
  const phone = world.peer(PHONE, AGENT);
  fc.assert(
    fc.property(mutated(SPECIMENS), (bytes) => {
      phone.sendBytes(bytes);
      world.wind(100);
      world.network.sent.length = 0;
    }),
    { numRuns: 20_000, seed: SEED },
  );
  world.wind(LONG_ENOUGH);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
});

/** A call in progress, and what its caller may say in it. */
class Call {
  readonly #world = new SipWorld();
  // A refresh of its own would take the numbers of the requests below.
  readonly #phone = this.#world.agent(PHONE.address, undefined, {
    local: PHONE,
    sessionInterval: { expires: 0, minSe: 90 },
  });
  readonly #agent = this.#world.agent(AGENT.address, (session) => {
    new Ear(session).answer = "answer";
    session.accept("answer");
  });
  readonly #stranger = this.#world.peer({ ...PHONE, port: 6000 }, AGENT);
  #requests: string[] = [];
  #session: OutgoingSession | null = null;
  /** How many calls it took. */
  calls = 0;

  /** Says one of the requests, changed; begins a new call if that ended it. */
  say(which: number, change: Mutation): void {
    if (this.#agent.counts.sessions === 0) this.#begin();
    const request = this.#requests[which % this.#requests.length];
    this.#stranger.sendBytes(change(utf8(request)));
    this.#world.wind(40_000);
    this.#world.network.sent.length = 0;
  }

  end(): void {
    this.#session?.hangUp(200);
    this.#agent.close();
    this.#world.wind(LONG_ENOUGH);
    assert.deepEqual(this.#phone.counts, NOTHING_LEFT);
    assert.equal(this.#world.clock.pending, 0);
  }

  #begin(): void {
    this.calls++;
    const to = "sip:100@192.0.2.1";
    this.#session?.hangUp(200);
    this.#session = this.#phone.invite({ from: "200", to, sdp: "offer" });
    this.#world.wind(40_000);
    const ack = this.#world.network.sent.find(({ text }) =>
      text.startsWith("ACK")
    );
    assert.ok(ack);
    const inCall = (method: string, cseq: number) =>
      ack.text.replaceAll("ACK", method).replace("CSeq: 1", `CSeq: ${cseq}`)
        .replace("z9hG4bK", `z9hG4bK${method}`)
        .replace(
          "Content-Length",
          `Contact: <sip:a@192.0.2.7>\r\nContent-Length`,
        );
    this.#requests = [
      ack.text,
      inCall("INVITE", 2),
      inCall("OPTIONS", 3),
      inCall("UPDATE", 4),
      inCall("INFO", 5),
      inCall("REFER", 6),
      inCall("BYE", 7),
    ];
  }
}

Deno.test("10,000 mutated requests within a call end it properly or not at all", () => {
  const call = new Call();
  fc.assert(
    fc.property(fc.nat(), mutation, (which, change) => call.say(which, change)),
    { numRuns: 10_000, seed: SEED },
  );
  call.end();
  assert.ok(call.calls > 100 && call.calls < 9000, `${call.calls} calls`);
});

/** 64 KiB of what makes a careless parser go over its text again and again. */
const BOMBS: readonly [what: string, text: string][] = [
  ["open quotes", 'X: "'.repeat(16_000)],
  ["commas", `Via: ${",".repeat(8000)}`],
  ["brackets", `Via: ${"<,".repeat(4000)}`],
  ["backslashes", `From: "${"\\".repeat(8000)}`],
  ["semicolons", `From: <sip:a@b>${";".repeat(8000)}`],
  ["parameters", `To: <sip:a@b>${";a=b".repeat(2000)}`],
  ["folds", `X: y${"\r\n ".repeat(10_000)}`],
  ["empty lines", "\r\n".repeat(32_000)],
  ["blanks", `To: ${" ".repeat(8000)}<sip:a@b>`],
  ["carriage returns", "\r".repeat(60_000)],
  ["versions", "SIP/".repeat(16_000)],
  ["tags", `To: <sip:a@b>${";  tag".repeat(1000)}`],
  ["digits", `CSeq: ${"1".repeat(8000)} INVITE`],
];

for (const [what, text] of BOMBS) {
  Deno.test(`a bomb of ${what} costs no more than its length`, () => {
    const world = new SipWorld();
    const agent = world.agent(AGENT.address);
    const phone = world.peer(PHONE, AGENT);
    const head = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=x\r\n";
    const start = performance.now();
    phone.sendBytes(utf8(`${head}${text}\r\n\r\n`).subarray(0, 65_000));
    phone.sendBytes(utf8(text).subarray(0, 65_000));
    world.wind(LONG_ENOUGH);
    // A quadratic step over 64 KiB takes seconds; all this takes milliseconds.
    assert.ok(performance.now() - start < 1000);
    assert.deepEqual(agent.counts, NOTHING_LEFT);
  });
}
