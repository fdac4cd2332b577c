import assert from "node:assert/strict";
import {
  type Config,
  type Environment,
  readConfig,
} from "../../runtime/config.ts";
import { protectionOf } from "../../runtime/node/protection.ts";

function realmOf(environment: Environment): string | undefined {
  const users = { CTI_SIP_USERS: "bob:secret" };
  const config = readConfig({ ...users, ...environment }) as Config;
  return protectionOf(config)?.realm;
}

Deno.test("without users nobody is asked for a password", () => {
  assert.equal(protectionOf(readConfig({}) as Config), null);
});

Deno.test("who is set in the environment goes before who is in the file", () => {
  const environment = { CTI_SIP_USERS: "bob:new" };
  const sections = { users: { bob: "old", eve: "x" } };
  const protection = protectionOf(readConfig(environment, sections) as Config);
  assert.deepEqual([...protection?.users ?? []], [["bob", "new"], [
    "eve",
    "x",
  ]]);
  assert.deepEqual(protection?.algorithms, ["SHA-256", "MD5"]);
});

Deno.test("RFC 3261 §22.1: the realm is our name where there is one, and says nothing of the node else", () => {
  assert.equal(realmOf({ CTI_ADVERTISED_HOST: "a.example" }), "a.example");
  assert.equal(realmOf({ CTI_SIP_HOST: "192.0.2.1" }), "192.0.2.1");
  assert.equal(realmOf({}), "sip");
  assert.equal(realmOf({ CTI_SIP_HOST: "::" }), "sip");
});
