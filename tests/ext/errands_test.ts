import assert from "node:assert/strict";
import { ControlWorld } from "../support/control_world.ts";
import type { MemoryPhone } from "../support/memory_phone.ts";
import { LONG_ENOUGH } from "../support/sip_world.ts";

const TO = "200@10.0.0.2";
const NOTIFY = {
  to_uri: TO,
  play_content: "code.wav",
  play_repeat: "2",
  user_data: "order 7",
};
const CAPTCHA = { ...NOTIFY, play_repeat: 0, max_keys: "4" };

const PICKS_UP = (phone: MemoryPhone) => phone.pickUp();
const RINGS = (phone: MemoryPhone) => phone.ring();

interface Begun {
  readonly res_id: string;
  readonly ipsc_info: { readonly process_id: number };
}

/** A service that has been begun, whose telephone does that. */
async function begun(
  kind: string,
  params: object,
  onCall: (phone: MemoryPhone) => void = PICKS_UP,
): Promise<[ControlWorld, string]> {
  const world = new ControlWorld();
  world.phone.onCall = onCall;
  const result = await world.application.call(`${kind}.construct`, params);
  await world.pass();
  const { res_id, ipsc_info } = result as Begun;
  const name = `0.0.0-${kind}-${ipsc_info.process_id}`;
  assert.deepEqual(result, { res_id: name, user_data: "order 7", ipsc_info });
  return [world, res_id];
}

/** What was told of the service at its end, which is all that was told. */
async function told(world: ControlWorld, name: string) {
  await world.pass();
  assert.deepEqual(world.application.events.map((event) => event.name), [name]);
  const [{ params }] = world.application.events;
  const exists = name.replace("on_released", "exists");
  const { result } = await world.application.ask(exists, params);
  assert.equal(result, false);
  return params;
}

const NOTIFIED = "ext.notify_call.on_released";

Deno.test("ext.notify_call plays as often as asked, hangs up and tells its end alone", async () => {
  const [world, res_id] = await begun("ext.notify_call", NOTIFY);
  const [port] = world.media.ports;
  assert.deepEqual(port.deeds.slice(-1), ["play 1 x 3"]);
  port.finish();
  const params = await told(world, NOTIFIED);
  const { begin_time, answer_time, end_time } = params;
  assert.ok([begin_time, answer_time, end_time].every(Number.isInteger));
  assert.deepEqual(Object.entries(params), [
    ["res_id", res_id],
    ["error", null],
    ["begin_time", begin_time],
    ["answer_time", answer_time],
    ["end_time", end_time],
    ["dropped_by", "sys"],
    ["user_data", "order 7"],
    ["event_id", params.event_id],
  ]);
  assert.deepEqual(world.phone.ear?.ends.map(({ by }) => by), ["remote"]);
  await world.assertAtRest();
});

Deno.test("a service exists from its construct to its end", async () => {
  const [world, res_id] = await begun("ext.notify_call", NOTIFY, RINGS);
  const exists = (method: string, id: string) =>
    world.application.call(`${method}.exists`, { res_id: id });
  assert.equal(await exists("ext.notify_call", res_id), true);
  assert.equal(await exists("ext.captcha_call", res_id), false);
  world.phone.hangUp();
  await told(world, NOTIFIED);
  await world.assertAtRest();
});

/** How a notify call can fail: what the telephone does, then who does what. */
const FAILURES: readonly [
  error: string | null,
  course: string,
  onCall: (phone: MemoryPhone) => void,
  then: (world: ControlWorld) => unknown,
][] = [
  ["dial failed", "is busy", RINGS, ({ phone }) => phone.refuse(486)],
  ["call rejected", "declines", RINGS, ({ phone }) => phone.refuse(603)],
  ["call rejected", "is forbidden", RINGS, ({ phone }) => phone.refuse(403)],
  ["ring timeout", "rings and rings", RINGS, (world) => world.wind(51_000)],
  [
    null,
    "hangs up before all is said",
    PICKS_UP,
    ({ phone }) => phone.hangUp(),
  ],
  [
    "call timeout",
    "is still spoken to at the limit",
    PICKS_UP,
    (world) => world.wind(90_000),
  ],
];

for (const [error, course, onCall, then] of FAILURES) {
  Deno.test(`a telephone that ${course} ends a notify call with ${error}`, async () => {
    const params = { ...NOTIFY, max_answer_seconds: "90" };
    const [world] = await begun("ext.notify_call", params, onCall);
    await then(world);
    assert.equal((await told(world, NOTIFIED)).error, error);
    await world.assertAtRest();
  });
}

for (const play_content of ["missing.wav", "../secret.wav"]) {
  Deno.test(`a notify call that cannot play ${play_content} hangs up with a play error`, async () => {
    const params = { ...NOTIFY, play_content };
    const [world] = await begun("ext.notify_call", params);
    assert.equal((await told(world, NOTIFIED)).error, "play error");
    assert.equal(world.phone.ear?.ends.length, 1);
    await world.assertAtRest();
  });
}

Deno.test("a service that cannot dial is refused, and there is none", async () => {
  const world = new ControlWorld();
  const params = { ...NOTIFY, to_uri: "02012345678" };
  const { error } = await world.application.ask(
    "ext.notify_call.construct",
    params,
  );
  assert.equal(error?.code, -32007);
  assert.deepEqual(world.application.events, []);
  await world.assertAtRest();
});

Deno.test("ext.captcha_call tells the keys, hangs up and says all that a notify call does", async () => {
  const [world] = await begun("ext.captcha_call", CAPTCHA);
  world.media.ports[0].press("75*9345");
  const { keys, error } = await told(world, "ext.captcha_call.on_released");
  assert.deepEqual([keys, error], ["75*9", null]);
  assert.equal(world.phone.ear?.ends.length, 1);
  await world.assertAtRest();
});

Deno.test("a captcha call without keys ends with the timeout, one without an answer as any", async () => {
  const patient = { ...CAPTCHA, first_key_timeout: 5 };
  const [silent] = await begun("ext.captcha_call", patient);
  silent.media.ports[0].finish();
  await silent.wind(LONG_ENOUGH);
  const name = "ext.captcha_call.on_released";
  const { keys, error } = await told(silent, name);
  assert.deepEqual([keys, error], [null, "receiving dtmf timeout"]);
  await silent.assertAtRest();
  const [busy] = await begun("ext.captcha_call", CAPTCHA, RINGS);
  busy.phone.refuse(486);
  const failed = await told(busy, name);
  assert.deepEqual([failed.keys, failed.error], [null, "dial failed"]);
  await busy.assertAtRest();
});
