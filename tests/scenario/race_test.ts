import assert from "node:assert/strict";
import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import { ControlWorld } from "../support/control_world.ts";
import type { Fate } from "../support/memory_network.ts";
import { LONG_ENOUGH } from "../support/sip_world.ts";

const WORLDS = 400;
const STEPS = 40;

/** A call on a bad line, with everybody acting by chance. */
interface Storm {
  readonly world: ControlWorld;
  readonly chance: Chance;
  /** How often each completed event has to come. */
  readonly begun: Map<string, number>;
  resId: string | null;
}

const LIMIT = { max_answer_seconds: 300 };
/** Commands, and what each that is accepted completes one day. */
const COMMANDS: readonly [string, object, string | null][] = [
  ["answer", LIMIT, "on_answer_completed"],
  ["play_start", { content: "a.wav", finish_keys: "#" }, "on_play_completed"],
  ["play_start", { content: "missing.wav" }, "on_play_completed"],
  ["play_stop", {}, null],
  [
    "record_start",
    { max_seconds: 20, record_file: "m.wav", finish_keys: "1" },
    "on_record_completed",
  ],
  ["record_stop", {}, null],
  ["send_dtmf_start", { keys: "12" }, "on_send_dtmf_completed"],
  ["send_dtmf_stop", {}, null],
  [
    "receive_dtmf_start",
    { play_content: "menu.wav", play_repeat: 1, first_key_timeout: 5 },
    "on_receive_dtmf_completed",
  ],
  ["stop_receive_dtmf_start", {}, null],
  ["nop", {}, null],
];

function note({ begun }: Storm, completed: string): void {
  begun.set(completed, (begun.get(completed) ?? 0) + 1);
}

async function command(storm: Storm): Promise<void> {
  const { world, chance, resId: res_id } = storm;
  if (res_id === null) return;
  const [method, params, completed] = COMMANDS[chance.integer(COMMANDS.length)];
  const reply = await world.application.ask(method, { res_id, ...params });
  if (reply.error === undefined && completed) note(storm, completed);
}

function gates({ world: { media, sound } }: Storm) {
  return [media.opening, sound.loading, sound.creating, sound.disk];
}

/** What may happen next; commands are the most likely. */
const DEEDS: readonly ((storm: Storm) => unknown)[] = [
  command,
  command,
  command,
  command,
  ({ world }) => world.phone.ring(),
  ({ world }) => world.phone.pickUp(),
  ({ world }) => world.media.ports[0]?.press("1"),
  ({ world }) => world.media.ports[0]?.press("#"),
  ({ world }) => world.media.ports[0]?.finish(),
  (storm) => gates(storm)[storm.chance.integer(4)].shut(),
  (storm) => gates(storm)[storm.chance.integer(4)].open(),
  ({ world, chance }) => chance.integer(8) || world.phone.hangUp(),
  ({ world, chance }) => world.wind(chance.integer(8000)),
];

function fate(chance: Chance): Fate {
  return {
    copies: [0, 1, 1, 1, 1, 2][chance.integer(6)],
    delay: chance.integer(4) ? 0 : chance.integer(900),
  };
}

/** Half of the calls come in, half go out. */
async function begin(storm: Storm): Promise<void> {
  const { world, chance } = storm;
  if (chance.integer(2)) return world.phone.call("sip:4001@10.0.0.1");
  const dial = { to_uri: "200@10.0.0.2", max_ring_seconds: 20, ...LIMIT };
  const made = await world.application.call("construct", dial);
  storm.resId = (made as { res_id: string }).res_id;
  note(storm, "on_dial_completed");
}

async function act(storm: Storm): Promise<void> {
  const { world, chance } = storm;
  await DEEDS[chance.integer(DEEDS.length)](storm);
  await world.pass(chance.integer(4));
  const [first] = world.application.events;
  if (first) storm.resId = String(first.params.res_id);
}

/** Both hang up, twice: the first BYE may find nobody. */
async function end({ world, resId: res_id }: Storm): Promise<void> {
  if (res_id !== null) await world.application.ask("drop", { res_id });
  await world.wind(LONG_ENOUGH);
  world.phone.hangUp();
  await world.assertAtRest();
}

function counts(names: Iterable<string>): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

function checkTold({ world, begun, resId }: Storm): void {
  const told = counts(world.application.events.map(({ name }) => name));
  if (resId !== null) assert.equal(told.get("on_released"), 1);
  for (const name of ["on_incoming", "on_ringing"]) {
    assert.ok((told.get(name) ?? 0) <= 1, name);
  }
  const completed = [...told].filter(([name]) => name.endsWith("_completed"));
  assert.deepEqual(new Map(completed.sort()), new Map([...begun].sort()));
}

Deno.test(`${WORLDS} calls by chance on a bad line end once and leave nothing`, async () => {
  let played = 0;
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = new ControlWorld();
    const chance = new SeededChance(seed);
    const storm: Storm = { world, chance, begun: new Map(), resId: null };
    world.sip.network.fate = () => fate(chance);
    try {
      await begin(storm);
      for (let step = 0; step < STEPS; step++) await act(storm);
      await end(storm);
      checkTold(storm);
    } catch (cause) {
      throw new Error(`with seed ${seed}`, { cause });
    }
    if (storm.begun.has("on_play_completed")) played++;
  }
  assert.ok(played > WORLDS / 8, `only ${played} calls got that far`);
});
