import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { conference, type Guest, invited } from "./invited.ts";

const [AGENT, CUSTOMER, CHIEF] = ["8001", "13800138000", "8000"];
const LIMIT = { max_seconds: 21600 };

/** An agent has called a customer: they talk in a conference. */
async function talking(room: PhoneRoom) {
  const agent = await invited(room, room.phone(AGENT));
  const conf = await conference(room, LIMIT);
  await enter(room, conf, agent);
  const customer = await invited(room, room.phone(CUSTOMER));
  await enter(room, conf, customer);
  await Promise.all([
    agent.line.hears(CUSTOMER),
    customer.line.hears(AGENT),
  ]);
  return { conf, agent, customer };
}

async function enter(
  { app }: PhoneRoom,
  conf: string,
  { res_id }: Guest,
  voice_mode = 1,
): Promise<void> {
  const where = { res_id, conf_res_id: conf, voice_mode };
  await app.call("conf_enter", { ...where, ...LIMIT });
}

inRoom(
  "scenario 11: an agent calls a customer with a click; either's hang-up ends it",
  async (room) => {
    const { app } = room;
    const { conf, agent, customer } = await talking(room);
    const record = { res_id: conf, ...LIMIT, record_file: "click.wav" };
    await app.call("sys.conf.record_start", record);
    await room.records("click.wav", [AGENT, CUSTOMER]);
    await customer.line.hangUp();
    await app.told("sys.conf.on_released", conf);
    const left = await app.told("conf_completed", agent.res_id);
    assert.equal(left.error, null);
    await app.call("drop", { res_id: agent.res_id });
    await agent.line.ended;
    const heard = await room.recording("click.wav");
    assert.ok(heard.msOf(AGENT) >= 300 && heard.msOf(CUSTOMER) >= 300);
  },
  { dialect: LEGACY },
);

inRoom(
  "scenario 12: hold, resume, monitor, consult and transfer",
  async (room) => {
    await room.prompt("hold.wav", 400);
    const { app } = room;
    const { conf, agent, customer } = await talking(room);
    const part = { res_id: conf, call_res_id: customer.res_id };
    const mode = (mode: number) =>
      app.call("sys.conf.set_part_voice_mode", { ...part, mode });
    await mode(4);
    const music = { res_id: conf, content: "hold.wav", is_loop: true };
    await app.call("sys.conf.play_start", music);
    await Promise.all([agent.line.hears("hold.wav"), customer.line.hears()]);
    await mode(3);
    await customer.line.hears("hold.wav", AGENT);
    await app.call("sys.conf.play_stop", { res_id: conf });
    await mode(1);
    await Promise.all([agent.line.hears(CUSTOMER), customer.line.hears(AGENT)]);

    const chief = await invited(room, room.phone(CHIEF));
    await enter(room, conf, chief, 3);
    await Promise.all([
      chief.line.hears(AGENT, CUSTOMER),
      agent.line.hears(CUSTOMER),
      customer.line.hears(AGENT),
    ]);
    const join = { res_id: conf, call_res_id: chief.res_id, mode: 1 };
    await app.call("sys.conf.set_part_voice_mode", join);
    await Promise.all([
      chief.line.hears(AGENT, CUSTOMER),
      agent.line.hears(CUSTOMER, CHIEF),
      customer.line.hears(AGENT, CHIEF),
    ]);
    await app.call("conf_exit", { res_id: agent.res_id, conf_res_id: conf });
    assert.equal((await app.told("conf_completed", agent.res_id)).error, null);
    await Promise.all([
      chief.line.hears(CUSTOMER),
      customer.line.hears(CHIEF),
      agent.line.hears(),
    ]);
    const exists = await app.ask("sys.conf.exists", { res_id: conf });
    assert.equal(exists.result, true);
    await customer.line.hangUp();
    await app.told("sys.conf.on_released", conf);
  },
  { dialect: LEGACY },
);
