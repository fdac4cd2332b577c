import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { readTrunks, trunksOf } from "../support/trunk_world.ts";
import { FakeSession } from "../support/fake_session.ts";
import { CONSTRUCT, OFFER, type Party, Rig, settle } from "./rig.ts";

/** FakeSession's peer is at 192.0.2.7. */
const HERE = { name: "here", hosts: "192.0.2.7" };
const THERE = { name: "there", hosts: "192.0.2.8" };

type Written = Readonly<Record<string, unknown>>;

function started(...trunks: readonly Written[]) {
  const all = trunksOf(readTrunks(...trunks), new HandClock());
  all.start({
    locate: ({ host }, found) => {
      found([{
        transport: {} as never,
        address: { address: host, port: 5060 },
      }]);
      return () => {};
    },
    ping() {},
    credentials: () => {
      throw new Error("Nobody asks here");
    },
    registration: () => {
      throw new Error("Nobody registers here");
    },
  });
  return all;
}

function rigWith(...written: readonly Written[]) {
  const trunks = started(...written);
  return { rig: new Rig({ trunks }), trunks: trunks.all };
}

/** The URIs that INVITEs went to. */
function dialled(rig: Rig): string[] {
  return rig.invitations.map(({ to }) => to);
}

Deno.test("the first of several addresses is dialled whose trunk has room", async () => {
  const { rig, trunks } = rigWith(
    { ...HERE, max_calls: 1 },
    { ...THERE, max_calls: 1 },
  );
  const toUri = ["1@here", "2@there"];
  const first = await rig.dial({ toUri });
  await rig.dial({ toUri });
  assert.deepEqual(dialled(rig), ["sip:1@192.0.2.7", "sip:2@192.0.2.8"]);
  await assert.rejects(rig.dial({ toUri }), (error) => {
    assert.ok(error instanceof CtiError);
    assert.equal(error.fault, "overloaded");
    assert.match(error.message, /"here" takes 1.*"there" takes 1/);
    return true;
  });
  first.session.refuse(486);
  assert.deepEqual(trunks.map(({ calls }) => calls), [0, 1]);
  await rig.dial({ toUri });
  assert.equal(dialled(rig)[2], "sip:1@192.0.2.7");
});

Deno.test("what cannot be dialled by the one is dialled by the next, and a wrong address by none", async () => {
  const { rig } = rigWith({ ...HERE, called: { allowed: ["1"] } }, THERE);
  await rig.dial({ toUri: ["0012129@here", "0012129@there"] });
  assert.deepEqual(dialled(rig), ["sip:0012129@192.0.2.8"]);
  await assert.rejects(rig.dial({ toUri: ["1@here", "1@a b"] }), (error) => {
    assert.ok(error instanceof CtiError);
    assert.equal(error.data?.param, "to_uri[1]");
    return true;
  });
  assert.equal(dialled(rig).length, 1);
});

Deno.test("an INVITE that one refuses to send is sent to the next", async () => {
  const tried: string[] = [];
  const rig = new Rig({
    invite: ({ to }) => {
      tried.push(to);
      if (tried.length > 1) return new FakeSession({ to });
      throw new CtiError("dialRefused", "No transport");
    },
  });
  const toUri = ["1@192.0.2.8", "1@192.0.2.9"];
  await rig.calls.construct({ ...CONSTRUCT, toUri });
  assert.deepEqual(tried, ["sip:1@192.0.2.8", "sip:1@192.0.2.9"]);
  assert.equal(rig.media.openPorts, 1);
});

const ENDS: readonly [string, (party: Party) => void][] = [
  ["refused", ({ session }) => session.refuse(486)],
  ["answered and hung up", ({ session }) => session.bye()],
  ["dropped", ({ call }) => call.drop()],
];
for (const [what, end] of ENDS) {
  Deno.test(`a call that is ${what} leaves its trunk`, async () => {
    const { rig, trunks: [here] } = rigWith(HERE);
    const party = await rig.dial({ toUri: "1@here" });
    assert.equal(here.calls, 1);
    end(party);
    assert.deepEqual([here.calls, here.dials], [0, 1]);
    await rig.assertAtRest();
  });
}

Deno.test("a dial that no port is free for leaves its trunk", async () => {
  const { rig, trunks: [here] } = rigWith(HERE);
  rig.media.isFull = true;
  await assert.rejects(rig.dial({ toUri: "1@here" }));
  assert.equal(here.calls, 0);
});

Deno.test("a trunk's codecs are offered to it, and answered, and no others", async () => {
  const { rig } = rigWith({ ...HERE, codecs: ["pcmu"] });
  await rig.dial({ toUri: "1@here" });
  assert.match(rig.sessions[0].described ?? "", /m=audio \d+ RTP\/AVP 0 101/);
  // The rig's offer speaks PCMA alone.
  const refused = rig.ring({ offer: OFFER });
  assert.deepEqual(refused.deeds, ["hangUp 488"]);
});

Deno.test("a call that comes in by a trunk is told so, counts there, and past max_calls gets 503", async () => {
  const { rig, trunks: [here] } = rigWith({ ...HERE, max_calls: 1 });
  const session = rig.ring();
  assert.equal(rig.only("incoming").trunk, "here");
  const second = rig.ring();
  assert.deepEqual(second.deeds, ["hangUp 503"]);
  assert.equal(here.calls, 1);
  session.cancel();
  await settle();
  assert.equal(here.calls, 0);
  assert.deepEqual(rig.ring().deeds, ["ring"]);
});

const IDENTITY = "sip:+8613800138000@carrier.example";
const BELIEF: readonly [
  who: string,
  trunks: readonly Written[],
  trusted: boolean,
  told: string | null,
][] = [
  ["a trunk", [HERE], false, IDENTITY],
  ["a network that is listed", [], true, IDENTITY],
  ["anybody else", [THERE], false, null],
  [
    "a trunk whose calls are not its own",
    [{ ...HERE, inbound: false }],
    false,
    null,
  ],
];
for (const [who, trunks, trusted, told] of BELIEF) {
  Deno.test(`RFC 3325 §5: P-Asserted-Identity of ${who} is ${told ? "" : "not "}believed`, () => {
    const rig = new Rig({
      trunks: started(...trunks),
      trusts: () => trusted,
    });
    rig.ring({ assertedIdentity: IDENTITY });
    assert.equal(rig.only("incoming").assertedIdentity, told);
  });
}

const WISHES = ["none", "offer", "require", undefined] as const;

for (const security of WISHES) {
  Deno.test(`RFC 4568: by a trunk whose security is ${security} calls go both ways as that says`, async () => {
    const trunks = started({ ...HERE, ...security && { security } });
    // What a trunk leaves open the node says
    const rig = new Rig({ trunks, security: "require" });
    const wanted = security ?? "require";
    const { session, call } = await rig.dial({ toUri: "1@here" });
    const offered = / RTP\/SAVP /.test(session.described ?? "");
    const again = rig.invitations[0].offersAgain();
    assert.deepEqual([offered, again], [wanted !== "none", wanted === "offer"]);
    const { deeds } = rig.ring({ offer: OFFER });
    assert.deepEqual(deeds, [wanted === "require" ? "hangUp 488" : "ring"]);
    call.drop();
    rig.calls.dropAll();
    await rig.assertAtRest();
  });
}
