import assert from "node:assert/strict";
import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import type { Application } from "../support/application.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import type { RoomPhone } from "../support/room/room_phone.ts";
import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const PHONES = 6;
const STEPS = 250;
const LIMIT = { max_seconds: 600 };
/** The call whose packets are the clock has been dialled, and is up. */
const OF_THE_CLOCK = 1;
/** No such resource; not in this state; not of this direction. */
const EXPECTED = [-32001, -32002, -32003];

/** Telephones of which each does something else when it is called. */
class Storm {
  /** How often each event of each resource has to come. */
  readonly #due = new Map<string, number>();
  readonly all: string[] = [];
  readonly #phones: RoomPhone[];
  readonly #pickups: Promise<unknown>[] = [];
  conf = "";

  constructor(
    readonly app: Application,
    readonly chance: Chance,
    phones: RoomPhone[],
  ) {
    this.#phones = phones;
  }

  /** Of those that are up; of all where there are none. */
  get calls(): string[] {
    const gone = this.app.of("released").map(({ res_id }) => res_id);
    const up = this.all.filter((resId) => !gone.includes(resId));
    return up.length > 0 ? up : this.all;
  }

  any<T>(of: readonly T[]): T {
    return of[this.chance.integer(of.length)];
  }

  /** Sends a command; what it begins has to end one day. */
  async tell(method: string, params: object, due?: string) {
    const { error, result } = await this.app.ask(method, params);
    if (error) assert.ok(EXPECTED.includes(error.code), JSON.stringify(error));
    else if (due) this.#owe((params as { res_id: string }).res_id, due);
    return error ? null : result;
  }

  async dial(parent?: string): Promise<void> {
    const phone = this.any(this.#phones);
    const params = {
      to_uri: phone.uri,
      max_answer_seconds: 600,
      max_ring_seconds: 2,
      ...parent && { parent_call_res_id: parent, ring_play_file: "a.wav" },
    };
    const made = await this.tell("construct", params);
    if (!made) return;
    this.all.push(made.res_id);
    this.#owe(made.res_id, "sys.call.on_dial_completed");
    this.#owe(made.res_id, "sys.call.on_released");
    this.#pickups.push(this.#react(phone));
  }

  async confer(): Promise<void> {
    const made = await this.app.call("sys.conf.construct", {
      ...LIMIT,
      parts_threshold: 0,
      bg_file: "a.wav",
    });
    this.conf = made.res_id;
    this.#owe(this.conf, "sys.conf.on_released");
  }

  /** Everything ends, and has been told so as often as it began. */
  async end(): Promise<void> {
    await Promise.all(this.#pickups);
    for (const res_id of this.all) await this.tell("drop", { res_id });
    const { conf: res_id } = this;
    await this.tell("sys.conf.release", { res_id });
    for (const [key, count] of this.#due) {
      const [resource, event] = key.split(" ");
      for (let n = 0; n < count; n++) await this.app.told(event, resource);
    }
    const told = this.app.events.filter(({ method }) =>
      method.endsWith("_completed") || method.endsWith("released")
    );
    const owed = [...this.#due.values()].reduce((sum, count) => sum + count, 0);
    assert.equal(told.length, owed + OF_THE_CLOCK);
  }

  #owe(resId: string, event: string): void {
    const key = `${resId} ${event}`;
    this.#due.set(key, (this.#due.get(key) ?? 0) + 1);
  }

  async #react(phone: RoomPhone): Promise<void> {
    const ringing = await phone.rings();
    const mood = this.chance.integer(6);
    if (mood === 0) return ringing.refuse(486);
    if (mood === 1) return;
    if (mood === 2) await ringing.speaks();
    const line = await ringing.picksUp().catch(() => null);
    if (line && mood === 3) await line.hangUp();
    if (line && mood === 4) await line.press("1#").catch(() => {});
  }
}

const call = (name: string) => `sys.call.on_${name}_completed`;

/** What is done to a call: method, parameters, and what it completes. */
const COMMANDS: readonly [string, object, string?][] = [
  ["play_start", { content: "a.wav", finish_keys: "1" }, call("play")],
  ["play_start", { content: "none.wav" }, call("play")],
  ["play_stop", {}],
  ["record_start", { ...LIMIT, record_file: "m.wav" }, call("record")],
  ["record_stop", {}],
  ["receive_dtmf_start", { play_content: "a.wav" }, call("receive_dtmf")],
  ["receive_dtmf_stop", {}],
  ["send_dtmf_start", { keys: "12" }, call("send_dtmf")],
  ["send_dtmf_stop", {}],
  ["connect_stop", {}],
  ["nop", {}],
];

/** What is done to the conference. */
const OF_CONF: readonly [string, object, string?][] = [
  ["play_start", { content: "a.wav" }, "sys.conf.on_play_completed"],
  [
    "play_start",
    { content: "a.wav", is_loop: true },
    "sys.conf.on_play_completed",
  ],
  ["play_stop", {}],
  [
    "record_start",
    { ...LIMIT, record_file: "c.wav" },
    "sys.conf.on_record_completed",
  ],
  ["record_stop", {}],
  ["get_parts", {}],
];

/** What may happen next. */
const DEEDS: readonly ((storm: Storm) => Promise<unknown>)[] = [
  (storm) => storm.calls.length < 6 ? storm.dial() : Promise.resolve(),
  (storm) =>
    storm.calls.length < 8
      ? storm.dial(storm.any(storm.calls))
      : Promise.resolve(),
  command,
  command,
  command,
  connect,
  connect,
  enter,
  enter,
  (storm) =>
    storm.tell("conf_exit", {
      res_id: storm.any(storm.calls),
      conf_res_id: storm.conf,
    }),
  (storm) => {
    const [method, params, due] = storm.any(OF_CONF);
    const all = { res_id: storm.conf, ...params };
    return storm.tell(`sys.conf.${method}`, all, due);
  },
  (storm) =>
    storm.tell("sys.conf.set_part_voice_mode", {
      res_id: storm.conf,
      call_res_id: storm.any(storm.calls),
      mode: 1 + storm.chance.integer(4),
    }),
  (storm) =>
    storm.chance.integer(8)
      ? Promise.resolve()
      : storm.tell("drop", { res_id: storm.any(storm.calls) }),
];

function command(storm: Storm): Promise<unknown> {
  const [method, params, due] = storm.any(COMMANDS);
  const res_id = storm.any(storm.calls);
  return storm.tell(method, { res_id, ...params }, due);
}

function connect(storm: Storm): Promise<unknown> {
  const [res_id, call_res_id] = [
    storm.any(storm.calls),
    storm.any(storm.calls),
  ];
  if (res_id === call_res_id) return Promise.resolve();
  const bridge = { res_id, call_res_id, ...LIMIT, record_file: "b.wav" };
  return storm.tell("connect_start", bridge, call("connect"));
}

function enter(storm: Storm): Promise<unknown> {
  const enter = { conf_res_id: storm.conf, ...LIMIT, play_file: "a.wav" };
  const res_id = storm.any(storm.calls);
  return storm.tell("conf_enter", { res_id, ...enter }, call("conf"));
}

async function storm(room: PhoneRoom, seed: number): Promise<void> {
  await room.prompt("a.wav", 300);
  const phones = Array.from(
    { length: PHONES },
    (_, n) => room.phone(`600${n}`),
  );
  const storm = new Storm(room.app, new SeededChance(seed), phones);
  // Whose packets are the clock of it all.
  const { line } = await invited(room, room.phone("4711"));
  await storm.confer();
  await storm.dial();
  for (let step = 0; step < STEPS; step++) {
    await storm.any(DEEDS)(storm);
    if (storm.chance.integer(3) === 0) {
      await line.ear.listens(20 * storm.chance.integer(6));
    }
  }
  await storm.end();
}

for (const seed of [1, 2]) {
  inRoom(
    `by chance ${seed}: every action of calls that meet ends once, and leaves nothing`,
    (room) => storm(room, seed),
  );
}
