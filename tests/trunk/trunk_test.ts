import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { Caller } from "../../runtime/trunk/caller.ts";
import { TrunkWorld } from "../support/trunk_world.ts";

const NOBODY: Caller = { hidden: false, user: null, place: null };
const OUR_HOST = "192.0.2.1";

function trunk(settings: Readonly<Record<string, unknown>> = {}) {
  const world = new TrunkWorld({
    name: "carrier",
    hosts: "192.0.2.7:5080",
    ...settings,
  });
  const [one] = world.trunks.all;
  return { world, trunk: one };
}

function refusalOf(work: () => unknown): CtiError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CtiError);
    return error;
  }
  assert.fail("it was not refused");
}

Deno.test("a number is called at the first host, or at the domain", () => {
  const uri = (settings: object) =>
    trunk({ ...settings }).trunk.way("4001", NOBODY).to;
  assert.equal(uri({}), "sip:4001@192.0.2.7:5080");
  assert.equal(
    uri({ transport: "tcp" }),
    "sip:4001@192.0.2.7:5080;transport=tcp",
  );
  assert.equal(uri({ domain: "carrier.example" }), "sip:4001@carrier.example");
});

const REWRITTEN: readonly [rules: object, user: string, number: string][] = [
  [{ strip: "0", prefix: "+86" }, "02066304057", "+862066304057"],
  [{ strip: "9" }, "4001", "4001"],
  [{ strip: "9" }, "94001", "4001"],
  [{ prefix: "00" }, "86138", "0086138"],
];
for (const [called, user, number] of REWRITTEN) {
  Deno.test(`by ${JSON.stringify(called)} ${user} is dialled as ${number}`, () => {
    const { to } = trunk({ called }).trunk.way(user, NOBODY);
    assert.equal(to, `sip:${number}@192.0.2.7:5080`);
  });
}

const FORBIDDEN = [
  "0012129",
  "+1",
  "",
  "1;x=0012129",
  "1%300",
  "%31",
  "1-900",
  "1".repeat(80),
];
for (const user of FORBIDDEN) {
  Deno.test(`ATTACKS 16: a trunk for numbers that begin with 1 does not dial ${user.slice(0, 20)}`, () => {
    const { trunk: one } = trunk({ called: { allowed: ["1"] } });
    const error = refusalOf(() => one.way(user, NOBODY));
    assert.deepEqual([error.fault, error.data?.param], [
      "dialRefused",
      "to_uri",
    ]);
    assert.equal(one.refusals.of("number"), 1);
  });
}

Deno.test("ATTACKS 16: a trunk dials the numbers that it is for", () => {
  const { trunk: one } = trunk({ called: { allowed: ["1", "+861"] } });
  assert.ok(one.way("13800138000", NOBODY));
  assert.ok(one.way("+8613800138000", NOBODY));
  refusalOf(() => one.way(null, NOBODY));
});

Deno.test("ATTACKS 16: no more calls than max_calls, both ways together", () => {
  const { trunk: one } = trunk({ max_calls: 2 });
  const came = one.enter();
  const left = one.way("1", NOBODY).take();
  assert.equal(one.isFull, true);
  assert.equal(refusalOf(() => one.way("1", NOBODY)).fault, "overloaded");
  came();
  assert.ok(one.way("1", NOBODY));
  left();
  assert.equal(one.calls, 0);
});

Deno.test("ATTACKS 16: no more dials in any minute than dials_per_minute", () => {
  const { world, trunk: one } = trunk({ dials_per_minute: 2 });
  const dial = () => one.way("1", NOBODY).take()();
  dial();
  world.clock.wind(30_000);
  dial();
  assert.equal(refusalOf(dial).fault, "overloaded");
  world.clock.wind(29_999);
  refusalOf(dial);
  world.clock.wind(1);
  dial();
  refusalOf(dial);
  world.clock.wind(30_000);
  dial();
  assert.equal(one.dials, 4);
  assert.equal(one.refusals.of("rate"), 3);
});

const LINES: readonly [
  what: string,
  settings: object,
  caller: Partial<Caller>,
  from: string,
  fields: readonly string[],
][] = [
  ["nobody is named", {}, {}, "sip:anonymous@anonymous.invalid", [
    "Privacy: id",
  ]],
  [
    "the trunk has a number of its own",
    { caller: { default: "02066304057" } },
    {},
    "sip:02066304057@192.0.2.1",
    [],
  ],
  ["the number is plain", {}, { user: "4001" }, "sip:4001@192.0.2.1", []],
  [
    "the caller says its host",
    {},
    { user: "4001", place: "area001.example" },
    "sip:4001@area001.example",
    [],
  ],
  [
    "the caller is a place and no number",
    {},
    { place: "area001.example" },
    "sip:area001.example",
    [],
  ],
  [
    "the trunk has a domain",
    { domain: "carrier.example" },
    { user: "4001", place: "area001.example" },
    "sip:4001@carrier.example",
    [],
  ],
  [
    "the number is rewritten",
    { caller: { strip: "0", prefix: "+86" } },
    { user: "02066304057" },
    "sip:+862066304057@192.0.2.1",
    [],
  ],
  [
    "the number is not allowed and another stands for it",
    { caller: { allowed: ["0206630"], default: "02066304057" } },
    { user: "110" },
    "sip:02066304057@192.0.2.1",
    [],
  ],
  [
    "the identity is asserted",
    { asserted_identity: true },
    { user: "4001" },
    "sip:4001@192.0.2.1",
    ["P-Asserted-Identity: <sip:4001@192.0.2.1>"],
  ],
  [
    "the caller hides and the identity is asserted",
    { asserted_identity: true, caller: { default: "02066304057" } },
    { hidden: true },
    "sip:anonymous@anonymous.invalid",
    ["P-Asserted-Identity: <sip:02066304057@192.0.2.1>", "Privacy: id"],
  ],
  [
    "the trunk hides everybody",
    { caller: { hide: true } },
    { user: "4001" },
    "sip:anonymous@anonymous.invalid",
    ["Privacy: id"],
  ],
];
for (const [what, settings, caller, from, fields] of LINES) {
  Deno.test(`RFC 3325 §9: From and what is asserted, where ${what}`, () => {
    const way = trunk({ ...settings }).trunk.way("1", { ...NOBODY, ...caller });
    const words = way.words(OUR_HOST);
    assert.equal(words.from, from);
    assert.deepEqual(words.fields.map((field) => field.join(": ")), fields);
  });
}

Deno.test("who is not allowed to call and cannot be called otherwise is refused", () => {
  const { trunk: one } = trunk({ caller: { allowed: ["0206630"] } });
  const error = refusalOf(() => one.way("1", { ...NOBODY, user: "110" }));
  assert.deepEqual([error.fault, error.data?.param], [
    "dialRefused",
    "from_uri",
  ]);
});
