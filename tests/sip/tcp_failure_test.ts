import assert from "node:assert/strict";
import { LONG_ENOUGH, SipWorld } from "../support/sip_world.ts";
import { calling, forgotten, PHONE, waitFor } from "./tcp_stage.ts";

Deno.test("RFC 3261 §8.1.3.1: where nobody listens a call ends with 503, at once", () => {
  const world = new SipWorld();
  const { agent, ear } = calling(world);
  assert.deepEqual(ear.heard, []);
  world.wind(10);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  forgotten(world, agent);
});

Deno.test("a request whose connection ends unanswered goes by another, once", () => {
  const world = new SipWorld();
  const lines = waitFor(world, PHONE);
  const { agent, ear } = calling(world);
  world.wind(5);
  lines[0].connection?.cut();
  world.wind(5);
  assert.equal(lines.length, 2);
  assert.equal(lines[1].text, lines[0].text);
  assert.deepEqual(ear.heard, []);
  lines[1].connection?.cut();
  world.wind(5);
  assert.equal(lines.length, 2);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  forgotten(world, agent);
});

Deno.test("where nobody answers the attempt is given up after 5 s with 503", () => {
  const world = new SipWorld();
  world.streams.swallows = () => true;
  const { agent, ear } = calling(world);
  world.wind(4999);
  assert.deepEqual(ear.heard, []);
  world.wind(2);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  forgotten(world, agent);
});

Deno.test("an agent that is closed hears nothing of what it could not send", () => {
  const world = new SipWorld();
  world.streams.swallows = () => true;
  const { agent, ear } = calling(world);
  agent.close();
  world.wind(LONG_ENOUGH);
  assert.deepEqual(ear.heard, []);
  assert.equal(world.clock.pending, 0);
});
