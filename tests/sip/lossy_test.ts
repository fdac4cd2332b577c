import assert from "node:assert/strict";
import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import type { IncomingSession, Session } from "../../runtime/sip/session.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import type { Datagram } from "../support/memory_network.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  SipWorld,
} from "../support/sip_world.ts";

const HERE = "10.0.0.1";
const THERE = "10.0.0.2";
const TO = `sip:200@${THERE}`;

function startsWith(start: string) {
  return ({ text }: Datagram) => text.startsWith(start);
}

/** Two agents; the called one rings and answers, or does as it is told. */
function pair(
  called = (session: IncomingSession) => session.accept("answer"),
  lost: readonly string[] = [],
) {
  const world = new SipWorld();
  for (const start of lost) world.network.loseOnce(startsWith(start));
  const ears: Ear[] = [];
  const sessions: IncomingSession[] = [];
  const caller = world.agent(HERE);
  const callee = world.agent(THERE, (session) => {
    sessions.push(session);
    ears.push(new Ear(session));
    called(session);
  });
  const session = caller.invite({ from: "100", to: TO, sdp: "offer" });
  return {
    world,
    caller,
    callee,
    session,
    ear: new Ear(session),
    ears,
    sessions,
  };
}

function atRest(world: SipWorld, ...agents: UserAgent[]): void {
  world.wind(LONG_ENOUGH);
  for (const agent of agents) assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
}

/** One message of a call is lost once; the call comes about all the same. */
for (const lost of ["INVITE", "SIP/2.0 100", "SIP/2.0 200", "ACK"]) {
  Deno.test(`a call survives that its ${lost} is lost`, () => {
    const { world, caller, callee, session, ear, ears } = pair(undefined, [
      lost,
    ]);
    world.wind(10_000);
    assert.deepEqual(ear.heard, ["accepted answer"]);
    assert.deepEqual(ears.map(({ heard }) => heard), [["acknowledged null"]]);
    session.hangUp(200);
    world.wind(10_000);
    assert.deepEqual(ears[0].heard.slice(1), ["ended remote 200"]);
    atRest(world, caller, callee);
  });
}

for (const lost of ["SIP/2.0 183", "PRACK", "SIP/2.0 200", "ACK"]) {
  Deno.test(`RFC 3262 §3: a call that is announced reliably survives that its ${lost} is lost`, () => {
    const { world, caller, callee, session, ear, ears } = pair((session) => {
      session.progress("answer");
      session.accept("answer");
    }, [lost]);
    world.wind(10_000);
    assert.deepEqual(ear.heard, ["provisional 183 answer", "accepted null"]);
    assert.deepEqual(ears[0].heard, ["acknowledged null"]);
    session.hangUp(200);
    atRest(world, caller, callee);
  });
}

for (const lost of ["BYE", "SIP/2.0 200"]) {
  Deno.test(`a hang-up survives that its ${lost} is lost`, () => {
    const { world, caller, callee, session, ears } = pair();
    world.wind(100);
    world.network.loseOnce(startsWith(lost));
    session.hangUp(200);
    world.wind(10_000);
    assert.deepEqual(ears[0].heard, ["acknowledged null", "ended remote 200"]);
    atRest(world, caller, callee);
  });
}

Deno.test("a refusal and its ACK survive that each is lost once", () => {
  const { world, caller, callee, ear } = pair(
    (session) => session.hangUp(486),
    ["SIP/2.0 486", "ACK"],
  );
  atRest(world, caller, callee);
  assert.deepEqual(ear.heard, ["ended remote 486"]);
});

Deno.test("a cancelled call survives that CANCEL and 487 are lost once", () => {
  const { world, caller, callee, session, ear, ears } = pair((session) =>
    session.ring()
  );
  world.network.loseOnce(startsWith("CANCEL"));
  world.network.loseOnce(startsWith("SIP/2.0 487"));
  world.wind(100);
  session.hangUp(487);
  atRest(world, caller, callee);
  assert.deepEqual(ear.heard, ["provisional 180 null"]);
  assert.deepEqual(ears[0].heard, ["ended remote 487"]);
});

Deno.test("when the network dies both sides end by themselves", () => {
  const { world, caller, callee, session, ears, sessions } = pair();
  world.wind(100);
  world.network.lose(() => true);
  session.hangUp(200);
  assert.equal(callee.counts.sessions, 1);
  sessions[0].hangUp(200);
  atRest(world, caller, callee);
  assert.deepEqual(ears[0].heard, ["acknowledged null"]);
});

Deno.test("when every ACK is lost the called side ends the call, and the caller hears it", () => {
  const { world, caller, callee, ear, ears } = pair();
  world.network.lose(startsWith("ACK"));
  atRest(world, caller, callee);
  assert.deepEqual(ears[0].heard, ["ended local 408"]);
  assert.deepEqual(ear.heard, ["accepted answer", "ended remote 200"]);
});

/** What the two sides of a call do to each other, by chance. */
interface Script {
  readonly session: Session;
  readonly ear: Ear;
  hungUp: boolean;
}

class Crowd {
  readonly world = new SipWorld();
  readonly scripts: Script[] = [];
  readonly caller = this.world.agent(HERE);
  readonly callee = this.world.agent(THERE, (session) => this.#called(session));
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = new SeededChance(seed);
    this.world.network.fate = () => ({
      copies: [0, 0, 1, 1, 1, 1, 1, 1, 1, 2][this.#chance.integer(10)],
      delay: this.#chance.integer(4) === 0 ? this.#chance.integer(700) : 0,
    });
  }

  call(): void {
    const session = this.caller.invite({ from: "1", to: TO, sdp: "offer" });
    this.#hangUpSometime(this.#script(session));
  }

  #script(session: Session): Script {
    const script = { session, ear: new Ear(session), hungUp: false };
    this.scripts.push(script);
    return script;
  }

  #called(session: IncomingSession): void {
    const script = this.#script(session);
    if (this.#chance.integer(2)) session.ring();
    if (this.#chance.integer(3) === 0) session.progress("answer");
    this.#sometime(3000, () => {
      if (script.hungUp) return;
      if (this.#chance.integer(4)) session.accept("answer");
      else this.#hangUp(script, 486);
    });
    this.#hangUpSometime(script);
  }

  #hangUpSometime(script: Script): void {
    this.#sometime(9000, () => this.#hangUp(script, 200));
  }

  #hangUp(script: Script, status: number): void {
    script.hungUp = true;
    script.session.hangUp(status);
  }

  #sometime(within: number, work: () => void): void {
    const { clock } = this.world;
    clock.after(milliseconds(this.#chance.integer(within)), work);
  }
}

Deno.test("1000 calls with a fifth of all messages lost, others doubled or late, leave nothing behind", () => {
  const crowd = new Crowd(4711);
  for (let call = 0; call < 1000; call++) {
    crowd.call();
    crowd.world.wind(100);
  }
  crowd.world.wind(LONG_ENOUGH);
  atRest(crowd.world, crowd.caller, crowd.callee);
  assert.ok(crowd.scripts.length > 1500, `${crowd.scripts.length} sessions`);
  for (const { ear, hungUp } of crowd.scripts) {
    const ends = ear.ends.length;
    assert.ok(hungUp ? ends <= 1 : ends === 1, ear.heard.join("; "));
    if (ends > 0) assert.match(ear.heard.at(-1) ?? "", /^ended/);
  }
});
