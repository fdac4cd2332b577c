import assert from "node:assert/strict";
import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import { FRAME, milliseconds } from "../../runtime/base/units.ts";
import { ControlWorld } from "../support/control_world.ts";
import type { Fate } from "../support/memory_network.ts";
import { MemoryPhone } from "../support/memory_phone.ts";
import { LONG_ENOUGH, NOTHING_LEFT } from "../support/sip_world.ts";

const WORLDS = 400;
const STEPS = 60;
const LIMIT = { max_answer_seconds: 300 };

/** Up to four calls on bad lines, with everybody acting by chance. */
class Storm {
  readonly world = new ControlWorld();
  readonly chance: Chance;
  readonly phones: readonly MemoryPhone[];
  /** How often each completed event has to come. */
  readonly begun = new Map<string, number>();
  /** Those that a construct gave. */
  readonly #made: string[] = [];

  constructor(seed: number) {
    const { sip, phone } = this.world;
    this.chance = new SeededChance(seed);
    this.phones = [
      phone,
      ...["10.0.0.3", "10.0.0.4", "10.0.0.5"]
        .map((address) => new MemoryPhone(sip, address)),
    ];
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.chance.integer(choices.length)];
  }

  /** The calls and conferences that the application knows, at first none. */
  get resIds(): readonly string[] {
    const told = this.world.application.events
      .map(({ params }) => String(params.res_id));
    return [...new Set([...this.#made, ...told])];
  }

  /** Of any call; often enough of one that has ended. */
  get resId(): string {
    return this.oneOf(this.resIds.filter((resId) => !isConference(resId))) ??
      "nobody";
  }

  get conference(): string {
    return this.oneOf(this.resIds.filter(isConference)) ?? "nowhere";
  }

  /** Asks for it; what is accepted is completed one day. */
  async ask(
    method: string,
    params: object,
    completed: string | null = null,
  ): Promise<void> {
    const reply = await this.world.application.ask(method, params);
    if (reply.error !== undefined) return;
    const { res_id } = reply.result as { res_id?: string } ?? {};
    if (res_id !== undefined) this.#made.push(res_id);
    if (completed === null) return;
    this.begun.set(completed, (this.begun.get(completed) ?? 0) + 1);
  }
}

function fate(storm: Storm): Fate {
  return {
    copies: storm.oneOf([0, 1, 1, 1, 1, 1, 1, 2]),
    delay: storm.chance.integer(4) ? 0 : storm.chance.integer(900),
  };
}

function isConference(resId: string): boolean {
  return resId.includes("-sys.conf-");
}

/** A command, and what it completes one day if it is accepted. */
type Command = (
  storm: Storm,
) => [method: string, params: object, completed?: string];

const COMMANDS: readonly Command[] = [
  () => ["answer", LIMIT, "on_answer_completed"],
  () => ["answer", LIMIT, "on_answer_completed"],
  () => [
    "play_start",
    { content: "a.wav", finish_keys: "#" },
    "on_play_completed",
  ],
  () => ["play_start", { content: "missing.wav" }, "on_play_completed"],
  () => ["play_stop", {}],
  () => [
    "record_start",
    { max_seconds: 20, record_file: "m.wav", finish_keys: "1" },
    "on_record_completed",
  ],
  () => ["record_stop", {}],
  () => ["send_dtmf_start", { keys: "12" }, "on_send_dtmf_completed"],
  () => [
    "receive_dtmf_start",
    { play_content: "menu.wav", play_repeat: 1, first_key_timeout: 5 },
    "on_receive_dtmf_completed",
  ],
  () => ["stop_receive_dtmf_start", {}],
  connection,
  connection,
  connection,
  () => ["connect_stop", {}],
  meeting,
  meeting,
  ({ conference }) => ["conf_exit", { conf_res_id: conference }],
  () => ["nop", {}],
];

function connection(storm: Storm): ReturnType<Command> {
  const params = {
    call_res_id: storm.resId,
    max_seconds: storm.oneOf([1, 30]),
    connect_mode: storm.oneOf([1, 2, 3]),
    record_file: storm.oneOf([null, "talk.wav"]),
  };
  return ["connect_start", params, "on_connect_completed"];
}

function meeting(storm: Storm): ReturnType<Command> {
  const max_seconds = storm.oneOf([1, 30]);
  const params = { conf_res_id: storm.conference, max_seconds };
  return ["conf_enter", params, "on_conf_completed"];
}

function command(storm: Storm): Promise<void> {
  const [method, params, completed] = storm.oneOf(COMMANDS)(storm);
  return storm.ask(method, { res_id: storm.resId, ...params }, completed);
}

/** A command that was thought of before what happens until it arrives. */
function lateCommand(storm: Storm): void {
  const [method, params, completed] = storm.oneOf(COMMANDS)(storm);
  const all = { res_id: storm.resId, ...params };
  const delay = milliseconds(storm.chance.integer(FRAME));
  const send = () => void storm.ask(method, all, completed);
  storm.world.sip.clock.after(delay, send);
}

/** Who calls whom: the node a telephone, for another call perhaps, or back. */
function call(storm: Storm): void {
  const at = storm.chance.integer(storm.phones.length);
  if (storm.oneOf([true, false])) {
    return storm.phones[at].call("sip:4001@10.0.0.1");
  }
  const dial = {
    to_uri: `200@10.0.0.${2 + at}`,
    max_ring_seconds: 20,
    parent_call_res_id: storm.oneOf([null, storm.resId]),
    ...LIMIT,
  };
  void storm.ask("construct", dial, "on_dial_completed");
}

function confer(storm: Storm): Promise<void> {
  const parts_threshold = storm.oneOf([-1, 0, 1]);
  const params = { max_seconds: 60, parts_threshold };
  return storm.ask("sys.conf.construct", params);
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
  command,
  lateCommand,
  lateCommand,
  (storm) => storm.oneOf(storm.phones).ring(),
  (storm) => storm.oneOf(storm.phones).pickUp(),
  (storm) => storm.oneOf(storm.phones).pickUp(),
  (storm) =>
    storm.oneOf(storm.world.media.ports)?.press(storm.oneOf(["1", "#"])),
  (storm) => storm.oneOf(storm.world.media.ports)?.finish(),
  (storm) => storm.oneOf(gates(storm)).shut(),
  (storm) => storm.oneOf(gates(storm)).open(),
  (storm) => storm.chance.integer(8) || storm.oneOf(storm.phones).hangUp(),
  /** Both of a connection. */
  (storm) =>
    storm.chance.integer(20) ||
    storm.phones.forEach((phone) => phone.hangUp()),
  ({ world, chance }) => world.wind(chance.integer(8000)),
];

/** Longer than an INVITE and what repeats it are under way. */
const UNDER_WAY = 3000;

/** Everybody hangs up, twice: the first BYE may find nobody. */
async function end(storm: Storm): Promise<void> {
  const { world, phones } = storm;
  world.openGates();
  await world.wind(UNDER_WAY);
  for (const res_id of storm.resIds) {
    const method = isConference(res_id) ? "sys.conf.release" : "drop";
    await world.application.ask(method, { res_id });
  }
  await world.wind(LONG_ENOUGH);
  for (const phone of phones) phone.hangUp();
  await world.assertAtRest();
  for (const { agent } of phones) assert.deepEqual(agent.counts, NOTHING_LEFT);
}

function counts(names: Iterable<string>): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

function checkTold({ world: { application }, begun, resIds }: Storm): void {
  const told = counts(application.events.map(({ name }) => name));
  const ends = application.events
    .filter(({ name }) => name.endsWith("on_released"))
    .map(({ params }) => String(params.res_id));
  assert.deepEqual(ends.sort(), [...resIds].sort());
  const completed = [...told].filter(([name]) => name.endsWith("_completed"));
  assert.deepEqual(new Map(completed.sort()), new Map([...begun].sort()));
}

/** Some calls are up, and a conference is open, before it gets rough. */
async function calm(storm: Storm): Promise<void> {
  const { world } = storm;
  for (const phone of storm.phones.slice(storm.chance.integer(4))) {
    phone.call("sip:4001@10.0.0.1");
    await world.pass();
    const res_id = storm.resIds[storm.resIds.length - 1];
    await storm.ask("answer", { res_id, ...LIMIT }, "on_answer_completed");
    await world.pass();
  }
  await confer(storm);
}

async function weather(storm: Storm): Promise<void> {
  await calm(storm);
  storm.world.sip.network.fate = () => fate(storm);
  call(storm);
  for (let step = 0; step < STEPS; step++) {
    if (storm.chance.integer(20) === 0) call(storm);
    await storm.oneOf(DEEDS)(storm);
    await storm.world.pass(storm.chance.integer(4));
  }
  await end(storm);
}

const COMPLETED = [
  "on_answer_completed",
  "on_dial_completed",
  "on_play_completed",
  "on_record_completed",
  "on_send_dtmf_completed",
  "on_receive_dtmf_completed",
  "on_connect_completed",
  "on_conf_completed",
];

Deno.test(`${WORLDS} storms of calls by chance on bad lines: each ends once and leaves nothing`, async () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= WORLDS; seed++) {
    const storm = new Storm(seed);
    try {
      await weather(storm);
      checkTold(storm);
    } catch (cause) {
      throw new Error(`with seed ${seed}`, { cause });
    }
    for (const name of storm.begun.keys()) {
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
  }
  const seldom = COMPLETED.filter((name) => (seen.get(name) ?? 0) < WORLDS / 8);
  assert.deepEqual(seldom, []);
});
