import assert from "node:assert/strict";
import type { SipMessage } from "../../runtime/sip/message.ts";
import { type CalledStage, established, invited } from "./called_stage.ts";
import { OFFER, request } from "./phone_request.ts";

/** An INVITE that says so of the session's life. */
function inviteWith(...fields: readonly string[]): string {
  return request("INVITE", { body: OFFER, fields });
}

/** What a message says of the session's life. */
function lifeIn(message: SipMessage | undefined): string {
  const { headers } = message ?? {};
  const require = headers?.list("Require").includes("timer") ? " required" : "";
  return `${headers?.first("Session-Expires") ?? "none"}${require}`;
}

function answerTo(it: CalledStage, method = "INVITE"): string {
  return lifeIn(
    it.phone.responses(200).findLast((m) => m.cseq.method === method),
  );
}

/** Table 2 of RFC 4028 §9: what the INVITE says, what the 200 does. */
const AGREED: readonly [invite: readonly string[], answer: string][] = [
  [
    ["Supported: timer", "Session-Expires: 120;refresher=uac"],
    "120;refresher=uac required",
  ],
  [
    ["Supported: timer", "Session-Expires: 120;refresher=uas"],
    "120;refresher=uas",
  ],
  [["Supported: timer", "Session-Expires: 120"], "120;refresher=uac required"],
  [
    ["k: timer, 100rel", "x: 120 ; refresher=UAC"],
    "120;refresher=uac required",
  ],
  [["Session-Expires: 120"], "120;refresher=uas"],
  [["Session-Expires: 120;refresher=uac"], "120;refresher=uas"],
  [["Supported: timer"], "1800;refresher=uas"],
  [["Supported: timer", "Min-SE: 3600"], "3600;refresher=uas"],
  [["Supported: 100rel"], "none"],
  [["Session-Expires: 60"], "none"],
  [["Supported: timer", "Session-Expires: soon"], "1800;refresher=uas"],
  [
    ["Supported: timer", "Session-Expires: 4294967295"],
    "2147483;refresher=uac required",
  ],
];

for (const [fields, answer] of AGREED) {
  Deno.test(`RFC 4028 §9: to ${fields.join(", ")} the 200 says ${answer}`, () => {
    const it = established(inviteWith(...fields));
    assert.equal(answerTo(it), answer);
    it.bye(2);
    it.atRest();
  });
}

Deno.test("RFC 4028 §9: a session too short is refused with 422, before anybody hears of it", () => {
  const it = invited(inviteWith("Supported: timer", "Session-Expires: 89"));
  assert.equal(it.phone.responses(422)[0].headers.first("Min-SE"), "90");
  assert.equal(it.sessions.length, 0);
  it.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

Deno.test("RFC 4028 §10: a session that its refresher forgets ends a third, but at most 32 s, before its time", () => {
  for (const [seconds, end] of [[90, 60_000], [300, 268_000]]) {
    const it = established(
      inviteWith(
        "Supported: timer",
        `Session-Expires: ${seconds};refresher=uac`,
      ),
    );
    it.world.wind(end - 100);
    assert.deepEqual(it.phone.requests("BYE"), []);
    it.world.wind(200);
    const [bye] = it.phone.requests("BYE");
    assert.deepEqual(bye.headers.list("Reason"), [
      'SIP;cause=408;text="Request Timeout"',
      "Q.850;cause=102",
    ]);
    assert.equal(it.ear.heard.at(-1), "ended local 408");
    it.phone.respond(bye, 200);
    it.atRest();
  }
});

for (const method of ["UPDATE", "INVITE"]) {
  Deno.test(`RFC 4028 §9: a refresh by ${method} begins the session's life anew`, () => {
    const it = established(
      inviteWith("Supported: timer", "Session-Expires: 90;refresher=uac"),
    );
    const { toTag } = it;
    it.ear.answer = "answer";
    for (let cseq = 2; cseq < 6; cseq++) {
      it.world.wind(45_000);
      const fields = ["Supported: timer", "Session-Expires: 90;refresher=uac"];
      const body = method === "INVITE" ? OFFER : "";
      it.say(request(method, { cseq, toTag, fields, body }));
      assert.equal(answerTo(it, method), "90;refresher=uac required");
      if (method === "INVITE") it.acknowledge(cseq);
    }
    it.bye(6);
    it.atRest();
  });

  Deno.test(`RFC 4028 §9: ${method} too short is refused with 422, and the session goes on`, () => {
    const it = established();
    const { toTag } = it;
    const fields = ["Supported: timer", "Session-Expires: 30"];
    it.say(request(method, { cseq: 2, toTag, fields, body: OFFER }));
    assert.equal(it.phone.responses(422).length, 1);
    assert.equal(it.ear.heard.length, 1);
    if (method === "INVITE") it.say(request("ACK", { cseq: 2, toTag }));
    it.bye(3);
    it.atRest();
  });
}

const KEPT_BY_US = ["Supported: timer", "Session-Expires: 120;refresher=uas"];

Deno.test("RFC 4028 §10: as refresher we send UPDATE without an offer when half the time is over", () => {
  const it = established(inviteWith("Allow: INVITE, UPDATE", ...KEPT_BY_US));
  it.world.wind(59_900);
  assert.deepEqual(it.phone.requests("UPDATE"), []);
  it.world.wind(200);
  const [update] = it.phone.requests("UPDATE");
  assert.equal(lifeIn(update), "120;refresher=uac");
  assert.equal(update.headers.first("Min-SE"), "90");
  assert.equal(update.headers.first("Contact"), "<sip:10.0.0.1:5060>");
  assert.equal(update.body.length, 0);
  const fields = ["Session-Expires: 120;refresher=uac"];
  it.phone.respond(update, 200, { fields });
  it.world.wind(60_100);
  assert.equal(it.phone.requests("UPDATE").length, 2);
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 4028 §7.4: where UPDATE is not allowed a re-INVITE offers what was said last", () => {
  const it = established(inviteWith("Allow: INVITE, BYE", ...KEPT_BY_US));
  it.ear.description = "as before";
  it.world.wind(60_000);
  const invite = it.phone.requests("INVITE")[0];
  assert.equal(new TextDecoder().decode(invite.body), "as before");
  const fields = [
    "Contact: <sip:200@10.0.0.2:7000>",
    "Session-Expires: 120;refresher=uac",
  ];
  for (let n = 0; n < 2; n++) {
    it.phone.respond(invite, 200, { fields, body: "their answer" });
  }
  it.world.wind(10);
  const acks = it.world.network.sent.filter(({ text }) =>
    text.startsWith("ACK sip:200@10.0.0.2:7000")
  );
  assert.equal(acks.length, 2);
  assert.equal(acks[0].text, acks[1].text);
  assert.deepEqual(it.ear.heard.slice(1), ["described their answer"]);
  it.bye(2);
  it.atRest();
});

for (const status of [405, 501]) {
  Deno.test(`RFC 4028 §7.4: an UPDATE that gets ${status} is followed by a re-INVITE`, () => {
    const it = established(inviteWith("Allow: INVITE, UPDATE", ...KEPT_BY_US));
    it.ear.description = "as before";
    it.world.wind(60_000);
    it.phone.respond(it.phone.requests("UPDATE")[0], status);
    it.world.wind(10);
    assert.equal(it.phone.requests("INVITE").length, 1);
    it.bye(2);
    it.phone.respond(it.phone.requests("INVITE")[0], 487);
    it.atRest();
  });
}

for (const status of [481, 408]) {
  Deno.test(`RFC 4028 §10: ${status} to a refresh ends the session with BYE`, () => {
    const it = established(inviteWith("Allow: UPDATE", ...KEPT_BY_US));
    it.world.wind(60_000);
    it.phone.respond(it.phone.requests("UPDATE")[0], status);
    it.world.wind(10);
    assert.equal(it.phone.requests("BYE").length, 1);
    assert.equal(it.ear.heard.at(-1), `ended local ${status}`);
    it.atRest();
  });
}

Deno.test("RFC 4028 §10: a refresh that nobody answers ends the session", () => {
  const it = established(inviteWith("Allow: UPDATE", ...KEPT_BY_US));
  it.world.wind(60_000 + 88_000);
  assert.equal(it.ear.heard.at(-1), "ended local 408");
  assert.ok(it.phone.requests("BYE").length > 0);
  it.atRest();
});

Deno.test("RFC 4028 §10: a refresh that is refused is tried again in half the time that is left", () => {
  const it = established(inviteWith("Allow: UPDATE", ...KEPT_BY_US));
  it.world.wind(60_000);
  it.phone.respond(it.phone.requests("UPDATE")[0], 503);
  // 88 s after its begin it is over: 60, 74, 81, ...
  it.world.wind(14_100);
  assert.equal(it.phone.requests("UPDATE").length, 2);
  it.phone.respond(it.phone.requests("UPDATE")[1], 503);
  it.world.wind(14_100);
  assert.equal(it.ear.heard.at(-1), "ended local 408");
  it.atRest();
});

Deno.test("RFC 4028 §7.3: a refresh that gets 422 asks for longer", () => {
  const it = established(inviteWith("Allow: UPDATE", ...KEPT_BY_US));
  it.world.wind(60_000);
  const fields = ["Min-SE: 600"];
  it.phone.respond(it.phone.requests("UPDATE")[0], 422, { fields });
  it.world.wind(10);
  const again = it.phone.requests("UPDATE")[1];
  assert.equal(lifeIn(again), "600;refresher=uac");
  assert.equal(again.headers.first("Min-SE"), "600");
  it.phone.respond(again, 422, { fields });
  it.world.wind(10);
  assert.equal(it.phone.requests("UPDATE").length, 2);
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 4028 §7.2: a 2xx to a refresh that says nothing of it ends the timer", () => {
  const it = established(inviteWith("Allow: UPDATE", ...KEPT_BY_US));
  it.world.wind(60_000);
  it.phone.respond(it.phone.requests("UPDATE")[0], 200);
  it.world.wind(3_600_000);
  assert.equal(it.agent.counts.sessions, 1);
  assert.equal(it.world.clock.pending, 0);
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 3261 §14.1: after 491 the called side asks again within two seconds", () => {
  const it = established(inviteWith("Allow: UPDATE", ...KEPT_BY_US));
  it.world.wind(60_000);
  it.phone.respond(it.phone.requests("UPDATE")[0], 491);
  it.world.wind(2_010);
  assert.equal(it.phone.requests("UPDATE").length, 2);
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 3261 §14.2: a re-INVITE that crosses ours gets 491, and ours goes on", () => {
  const it = established(inviteWith("Allow: INVITE", ...KEPT_BY_US));
  const { toTag } = it;
  it.ear.description = it.ear.answer = "as before";
  it.world.wind(60_000);
  it.say(request("INVITE", { cseq: 2, toTag, body: OFFER }));
  assert.equal(it.phone.responses(491).length, 1);
  it.say(request("ACK", { cseq: 2, toTag }));
  it.phone.respond(it.phone.requests("INVITE")[0], 200, { body: "answer" });
  it.say(request("INVITE", { cseq: 3, toTag, body: OFFER }));
  assert.equal(it.phone.responses(200).at(-1)?.cseq.number, 3);
  it.acknowledge(3);
  it.bye(4);
  it.atRest();
});

Deno.test("a node that asks for no session timer keeps one that it is asked for", () => {
  const options = { sessionInterval: { expires: 0, minSe: 90 } };
  const quiet = established(inviteWith("Supported: timer"), options);
  assert.equal(answerTo(quiet), "none");
  quiet.bye(2);
  quiet.atRest();
  const asked = established(inviteWith(...KEPT_BY_US), options);
  assert.equal(answerTo(asked), "120;refresher=uas");
  asked.bye(2);
  asked.atRest();
});
