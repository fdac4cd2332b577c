import assert from "node:assert/strict";
import { rpcAddress } from "../../runtime/client/connect.ts";
import { camelOf, snakeOf } from "../../runtime/base/names.ts";
import { tapped } from "../../runtime/client/tapped.ts";
import { Client } from "../../runtime/client/mod.ts";
import { FakeNode } from "./fake_node.ts";

Deno.test("the address says what the connection asks for", () => {
  const cases: [string, Parameters<typeof rpcAddress>[1], string][] = [
    ["http://127.0.0.1:8080", {}, "ws://127.0.0.1:8080/rpc"],
    [
      "https://cti.example",
      { group: "ivr" },
      "wss://cti.example/rpc?group=ivr",
    ],
    [
      "http://127.0.0.1:8080",
      { client: "me" },
      "ws://127.0.0.1:8080/rpc?client=me",
    ],
    [
      "ws://127.0.0.1:8080/rpc",
      { events: "all", token: "a&b", after: 17 },
      "ws://127.0.0.1:8080/rpc?events=all&token=a%26b&after=17",
    ],
  ];
  for (const [url, options, expected] of cases) {
    assert.equal(rpcAddress(url, options).href, expected);
  }
});

Deno.test("names change their case both ways", () => {
  for (const name of ["max_ring_seconds", "res_id", "keys"]) {
    assert.equal(snakeOf(camelOf(name)), name);
  }
  assert.equal(camelOf("first_key_timeout"), "firstKeyTimeout");
});

Deno.test("a tap sees every message both ways, and changes none", async () => {
  const node = new FakeNode();
  const seen: string[] = [];
  const client = new Client(tapped(
    node.wire,
    (direction, text) => seen.push(`${direction} ${JSON.parse(text).id}`),
  ));
  const answer = client.request("sys.call.nop", {});
  node.reply(await node.next("sys.call.nop"), "fine");
  assert.equal(await answer, "fine");
  assert.deepEqual(seen, ["up 1", "down 1"]);
});
