import assert from "node:assert/strict";
import fc from "fast-check";
import { readConfig, type WrongSetting } from "../../runtime/config.ts";
import { readConfigFile } from "../../runtime/config/config_file.ts";
import { trunkSettings } from "../../runtime/node/trunk_settings.ts";
import { readTrunks } from "../support/trunk_world.ts";

const HERE = { name: "carrier", hosts: "sip.carrier.example" };

function wrong(...trunks: readonly unknown[]): WrongSetting[] {
  const config = readConfig({}, { trunks });
  assert.ok(Array.isArray(config), "it was taken");
  return config;
}

Deno.test("a trunk needs a name and hosts, and is else without bounds", () => {
  const [trunk] = readTrunks(HERE);
  assert.deepEqual(trunk.hosts, [{ host: "sip.carrier.example", port: null }]);
  assert.deepEqual(
    [trunk.registerSeconds, trunk.maxCalls, trunk.dialsPerMinute],
    [0, null, null],
  );
  assert.deepEqual([trunk.pingSeconds, trunk.security], [0, null]);
  assert.deepEqual(trunk.called.allowed, []);
});

Deno.test("hosts are one or several, by name or by address", () => {
  const hosts = ["a.example:5080", "192.0.2.7", "[2001:db8::1]:5070"];
  assert.deepEqual(readTrunks({ ...HERE, hosts })[0].hosts, [
    { host: "a.example", port: 5080 },
    { host: "192.0.2.7", port: null },
    { host: "2001:db8::1", port: 5070 },
  ]);
});

Deno.test("the first trunk is the default, unless others are said to be", () => {
  const defaults = (...trunks: readonly Readonly<Record<string, unknown>>[]) =>
    readTrunks(...trunks).filter(({ isDefault }) => isDefault)
      .map(({ name }) => name);
  const [a, b, c] = ["a", "b", "c"].map((name) => ({ ...HERE, name }));
  assert.deepEqual(defaults(a, b, c), ["a"]);
  const said = { default: true };
  assert.deepEqual(defaults(a, { ...b, ...said }, { ...c, ...said }), [
    "b",
    "c",
  ]);
});

const WRONG: readonly [what: object, name: string, allowed: RegExp][] = [
  [{ hosts: [] }, "trunks[0].hosts[0]", /host\[:port\]/],
  [{ hosts: ["a", "b c"] }, "trunks[0].hosts[1]", /host\[:port\]/],
  [{ hosts: "a:0" }, "trunks[0].hosts", /host\[:port\]/],
  [{ name: "a.b" }, "trunks[0].name", /letters, digits/],
  [{ transport: "sctp" }, "trunks[0].transport", /udp, tcp, tls/],
  [{ codecs: ["pcma", "g729"] }, "trunks[0].codecs[1]", /pcma, pcmu, gsm/],
  [{ codecs: [] }, "trunks[0].codecs", /at least one/],
  [{ max_calls: 0 }, "trunks[0].max_calls", /from 1 to 10000/],
  [{ dials_per_minute: 1.5 }, "trunks[0].dials_per_minute", /whole number/],
  [{ ping_seconds: 2 }, "trunks[0].ping_seconds", /from 10 to 3600/],
  [{ security: "sometimes" }, "trunks[0].security", /none, offer, require/],
  [{ called: { allowed: ["0a"] } }, "trunks[0].called.allowed[0]", /digits/],
  [{ caller: { default: "me" } }, "trunks[0].caller.default", /digits/],
  [{ peers: ["10.0.0.0/33"] }, "trunks[0].peers[0]", /CIDR/],
  [{ max_cals: 3 }, "trunks[0].max_cals", /no member of that name/],
  [{ user: "a b" }, "trunks[0].user", /letters, digits/],
];
for (const [change, name, allowed] of WRONG) {
  Deno.test(`a trunk with ${JSON.stringify(change)} is refused at ${name}`, () => {
    const [one, ...more] = wrong({ ...HERE, ...change });
    assert.deepEqual([one.name, more], [name, []]);
    assert.match(one.allowed, allowed);
  });
}

Deno.test("whatever stands in the file is taken or refused by its place", () => {
  const member = fc.constantFrom(
    ...["name", "hosts", "credentials", "caller", "called", "peers", "codecs"],
  );
  const trunk = fc.dictionary(member, fc.anything());
  fc.assert(fc.property(fc.array(fc.oneof(trunk, fc.anything())), (trunks) => {
    const config = readConfig({}, { trunks });
    if (!Array.isArray(config)) return;
    for (const { name } of config) assert.match(name, /^trunks/);
  }));
});

Deno.test("two trunks cannot have one name", () => {
  const [one] = wrong(HERE, { ...HERE, name: "Carrier" });
  assert.equal(one.name, "trunks[1].name");
});

Deno.test("an error repeats no secret", () => {
  const credentials = { username: "u", password: 7, passwort: "secret" };
  const all = wrong({ ...HERE, credentials });
  assert.equal(all.length, 2);
  for (const { value } of all) assert.equal(value, "(hidden)");
  const [whole] = wrong({ ...HERE, credentials: "u:secret" });
  assert.equal(whole.value, "(hidden)");
});

Deno.test("trunks stand in a file of JSON beside the settings, and in no other", () => {
  const json = JSON.stringify({ CTI_SIP_PORT: 5070, trunks: [HERE] });
  assert.deepEqual(readConfigFile(json), {
    settings: { CTI_SIP_PORT: "5070" },
    sections: { trunks: [HERE] },
  });
  const [one] = readConfigFile("trunks=x") as WrongSetting[];
  assert.equal(one.name, "trunks");
});

Deno.test("CTI_GATEWAY is a trunk in a line, for where no others are", () => {
  const environment = { CTI_GATEWAY: "[2001:db8::1]:5080" };
  const alone = readConfig(environment);
  assert.ok(!Array.isArray(alone));
  const [gateway] = trunkSettings(alone);
  assert.deepEqual(gateway.hosts, [{ host: "2001:db8::1", port: 5080 }]);
  assert.equal(gateway.inbound, false);
  const both = readConfig(environment, { trunks: [HERE] });
  assert.ok(!Array.isArray(both));
  assert.deepEqual(trunkSettings(both).map(({ name }) => name), ["carrier"]);
});
