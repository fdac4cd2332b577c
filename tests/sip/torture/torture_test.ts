import assert from "node:assert/strict";
import { answered } from "../../support/memory_dns.ts";
import {
  LONG_ENOUGH,
  NOTHING_LEFT,
  SipWorld,
} from "../../support/sip_world.ts";
import { agentIn, dial } from "../tcp_stage.ts";
import type { Fate, Specimen } from "./specimen.ts";
import { TORTURE } from "./torture.ts";

const AGENT = { address: "10.0.0.1", port: 5060 };
const FIELD = { address: "10.0.0.2", port: 5060 };

/** An agent that answers every call, and what it is sent from. */
function stage() {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT, (session) => session.accept("answer"));
  return { world, agent };
}

/** The last final status among responses. */
function fateOf(texts: readonly string[]): Fate {
  const statuses = texts.map((text) =>
    Number(/^SIP\/2\.0 (\d{3}) /.exec(text)?.[1])
  );
  return statuses.findLast((status) => status >= 200) ?? "dropped";
}

/** Responses on a stream, one after the other. */
function split(text: string): string[] {
  return text.split(/(?=^SIP\/2\.0 )/m).filter((one) => one !== "");
}

async function atRest({ world, agent }: ReturnType<typeof stage>) {
  world.wind(LONG_ENOUGH);
  // Names are looked up in between, and are not found.
  await answered();
  world.wind(LONG_ENOUGH);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
}

for (const { source, what, bytes, fate } of TORTURE) {
  Deno.test(`${source}: ${what}: ${fate} by datagram`, async () => {
    const it = stage();
    const field = it.world.peer(FIELD, AGENT);
    field.sendBytes(bytes);
    it.world.wind(10);
    assert.equal(
      fateOf(it.world.network.sent.slice(1).map((d) => d.text)),
      fate,
    );
    await atRest(it);
  });
}

function onStream({ fate, onStream }: Specimen): Fate {
  return onStream === "waits" ? "dropped" : onStream ?? fate;
}

for (const specimen of TORTURE) {
  const { source, bytes } = specimen;
  const fate = onStream(specimen);
  Deno.test(`${source} on a stream: ${fate}`, async () => {
    const it = stage();
    const line = dial(it.world, AGENT, FIELD.address);
    line.say(bytes);
    it.world.wind(10);
    assert.equal(fateOf(split(line.text)), fate);
    await atRest(it);
  });
}
