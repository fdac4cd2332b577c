import fc from "fast-check";
import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { NO_EVENTS } from "./support/line.ts";
import { rtp, telephoneEvent } from "./support/rtp.ts";

const core = await loadCore();
const KEYS = "0123456789*#ABCD";
const EVENT = 96;
const ENDS = 3;
/** RFC 4733 §2.5.1.3. */
const LONGEST = 0xffff;
/** Packets of a network overtake one another by so much, ms. */
const REORDERING = 60;

interface Press {
  readonly key: string;
  /** How long it is held, and the pause behind it, in packets' times. */
  readonly held: number;
  readonly pause: number;
}

interface Sender {
  readonly presses: readonly Press[];
  readonly clockRate: number;
  /** The time of a packet, ms. */
  readonly ptime: number;
  /** Events go as a stream of their own (RFC 4733 §2.6.2). */
  readonly apart: boolean;
  readonly timestamp: number;
  readonly sequence: number;
}

interface Network {
  readonly seed: number;
  /** Packets in a hundred that are lost, and that come twice. */
  readonly lost: number;
  readonly twice: number;
}

/** A packet that was sent; `press` says which one, -1 is sound. */
interface Sent {
  readonly at: number;
  readonly press: number;
  readonly packet: Uint8Array;
}

/** A conforming sender, written from RFC 4733 §2.5.1 apart from the core's. */
class Sending {
  readonly sent: Sent[] = [];
  /** Where segments began, by press. */
  readonly starts: number[][] = [];
  readonly #sender: Sender;
  readonly #step: number;
  #n = 0;
  #ofEvents = 0;

  constructor(sender: Sender) {
    this.#sender = sender;
    this.#step = sender.clockRate / 1000 * sender.ptime;
    this.#speak(3);
    sender.presses.forEach((press, n) => this.#press(press, n));
  }

  #press({ key, held, pause }: Press, press: number): void {
    const began = this.#n * this.#step;
    let segment = 0;
    const starts = [began];
    for (let n = 1; n < held + ENDS; n++) {
      const duration = Math.min(n, held) * this.#step - segment;
      const full = duration > LONGEST;
      const payload = telephoneEvent(
        key,
        Math.min(duration, LONGEST),
        n >= held && !full,
      );
      this.#event(payload, began + segment, press);
      if (!full) continue;
      segment += LONGEST;
      starts.push(began + segment);
    }
    this.starts.push(starts);
    this.#speak(pause);
  }

  #event(payload: Uint8Array, since: number, press: number): void {
    const { sequence, timestamp, apart } = this.#sender;
    this.#send(press, {
      payloadType: EVENT,
      sequence: sequence + (apart ? this.#ofEvents++ : this.#n),
      timestamp: timestamp + since,
      ssrc: apart ? 2 : 1,
      payload,
    });
  }

  #speak(packets: number): void {
    const { sequence, ptime } = this.#sender;
    for (let n = 0; n < packets; n++) {
      const payload = new Uint8Array(8 * ptime).fill(0xd5);
      const timestamp = 8 * ptime * this.#n;
      this.#send(-1, {
        payloadType: 8,
        sequence: sequence + this.#n,
        timestamp,
        ssrc: 1,
        payload,
      });
    }
  }

  #send(press: number, fields: Parameters<typeof rtp>[0]): void {
    const at = this.#n++ * this.#sender.ptime;
    this.sent.push({ at, press, packet: rtp(fields) });
  }
}

/** What comes, in the order in which it comes. */
function arrivals(sent: readonly Sent[], { seed, lost, twice }: Network) {
  const chance = new SeededChance(seed);
  const came: Sent[] = [];
  for (const packet of sent) {
    const copies = 1 + Number(chance.integer(100) < twice);
    if (chance.integer(100) < lost) continue;
    for (let n = 0; n < copies; n++) {
      came.push({ ...packet, at: packet.at + chance.integer(REORDERING) });
    }
  }
  return came.sort((a, b) => a.at - b.at);
}

/**
 * The model, which knows what was pressed: a press is told with the first of its
 * packets that comes, unless one of a later press has come before.
 */
function told(came: readonly Sent[], presses: readonly Press[]): string {
  let [keys, latest] = ["", -1];
  for (const { press } of came) {
    if (press <= latest) continue;
    keys += presses[press].key;
    latest = press;
  }
  return keys;
}

const engine = core.engine({ ports: 1, mixes: 0 });

function heard(came: readonly Sent[], { clockRate }: Sender): string {
  engine.openPort(0, { ssrc: 1, sequence: 1, timestamp: 1 });
  const telephoneEvent = { send: EVENT, receive: EVENT, clockRate };
  engine.setStream(0, { ...NO_EVENTS, telephoneEvent });
  let keys = "";
  let next = 0;
  for (let now = 0; next < came.length; now += 20) {
    for (; next < came.length && came[next].at < now; next++) {
      engine.receive(0, came[next].packet);
    }
    engine.tick();
    engine.eachEvent((event) => {
      if (event.type === "key") keys += event.key;
    });
  }
  return keys;
}

/**
 * The same key begins where the segment before would end by itself: without the
 * ends of that nobody can tell them apart.
 */
function isAmbiguous({ presses, clockRate }: Sender, starts: number[][]) {
  const update = 0.06 * clockRate;
  return presses.some(({ key }, n) =>
    n > 0 && presses[n - 1].key === key &&
    starts[n - 1].some((start) => {
      const since = starts[n][0] - start;
      return since <= LONGEST && since > LONGEST - update;
    })
  );
}

/** Presses of 40 ms and more, 40 ms and more apart; now and then a long one. */
function pressesOf(ptime: number) {
  const least = Math.ceil(40 / ptime);
  const held = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: least, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 1200 }) },
  );
  const key = fc.oneof(
    fc.constantFrom("1", "2"),
    fc.constantFrom(...KEYS),
  );
  const pause = fc.integer({ min: least, max: 20 });
  return fc.array(fc.record({ key, held, pause }), {
    minLength: 1,
    maxLength: 10,
  });
}

const SENDER = fc.constantFrom(10, 20, 30, 50).chain((ptime) =>
  fc.record<Sender>({
    presses: pressesOf(ptime),
    clockRate: fc.constantFrom(8000, 16_000, 48_000),
    ptime: fc.constant(ptime),
    apart: fc.boolean(),
    timestamp: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    sequence: fc.integer({ min: 0, max: 2 ** 16 - 1 }),
  })
);

const NETWORK = fc.record<Network>({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  lost: fc.integer({ min: 0, max: 40 }),
  twice: fc.integer({ min: 0, max: 20 }),
});

test("RFC 4733: whatever a network loses, doubles and moves by 60 ms, each key is told once and in its place", () => {
  fc.assert(
    fc.property(SENDER, NETWORK, (sender, network) => {
      const { sent, starts } = new Sending(sender);
      fc.pre(!isAmbiguous(sender, starts));
      const came = arrivals(sent, network);
      expect(heard(came, sender)).toBe(told(came, sender.presses));
    }),
    { numRuns: 2000, seed: 5 },
  );
});
