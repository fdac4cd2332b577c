import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { Capture } from "../support/capture.ts";
import { Kamailio } from "../support/kamailio.ts";
import { NodeProcess } from "../support/node_process.ts";
import { sipp } from "../support/sipp.ts";
import { scenarioOf } from "../support/sipp_steps.ts";
import { CALLS } from "./scenarios/calls.ts";
import { DIALOGS } from "./scenarios/dialogs.ts";
import { DIGEST, USER } from "./scenarios/digest.ts";
import { ENDS } from "./scenarios/ends.ts";
import { EXTENSIONS } from "./scenarios/extensions.ts";
import { KEYS } from "./scenarios/keys.ts";
import { LOAD } from "./scenarios/load.ts";
import { OFFERS } from "./scenarios/offers.ts";
import { REFUSALS } from "./scenarios/refusals.ts";
import type { Scenario, Witness } from "./scenarios/scenario.ts";

const SCENARIOS: readonly Scenario[] = [
  ...ENDS,
  ...EXTENSIONS,
  ...DIALOGS,
  ...KEYS,
  ...LOAD,
  ...CALLS,
  ...OFFERS,
  ...REFUSALS,
];

/** A node, and how SIPp speaks to it. */
interface Way {
  readonly name: string;
  readonly scenarios: readonly Scenario[];
  /** The node's address. */
  readonly host: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly options: readonly string[];
  /** Where a proxy stands before the node, `host:port`. */
  readonly proxy?: string;
  /** The address that is none. */
  readonly unspecified: string;
  /** Where the n-th scenario is: an address of its own, or a port. */
  readonly at: (n: number) => readonly (string | number)[];
}

const FIRST_PORT = 17_400;
const FIRST_MEDIA_PORT = 17_440;

/** A network of loopback for a node and for every scenario. */
function network(prefix: string) {
  return {
    host: `${prefix}.254`,
    options: [],
    unspecified: "0.0.0.0",
    at: (n: number) => {
      const address = `${prefix}.${n + 1}`;
      return ["-i", address, "-mi", address];
    },
  };
}

const WAYS: readonly Way[] = [
  {
    ...network("127.17.4"),
    name: "UDP",
    scenarios: SCENARIOS,
  },
  {
    ...network("127.17.5"),
    name: "TCP",
    scenarios: SCENARIOS.filter(({ datagramsOnly }) => !datagramsOnly),
    options: ["-t", "t1"],
  },
  {
    ...network("127.17.6"),
    name: "UDP, untrusted",
    scenarios: DIGEST,
    // SIPp 3.6 takes the first challenge, and knows MD5 alone.
    settings: { CTI_SIP_USERS: USER, CTI_SIP_DIGEST: "md5" },
  },
  {
    ...network("127.17.7"),
    name: "UDP, through Kamailio",
    scenarios: SCENARIOS.filter(({ endToEnd }) => endToEnd !== false),
    proxy: "127.17.7.253:5060",
  },
  {
    name: "UDP over IPv6",
    scenarios: SCENARIOS,
    host: "::1",
    options: [],
    unspecified: "::",
    at: (n) => {
      const media = FIRST_MEDIA_PORT + 4 * n;
      return ["-i", "::1", "-mi", "::1", "-p", FIRST_PORT + n, "-mp", media];
    },
  },
];

/** Longer than a session of 90 s lasts that is not refreshed. */
const PATIENCE_S = 100;
const RINGS_MS = 3000;
const ANSWER = { max_answer_seconds: 120 };
const ALL_KEYS = { max_keys: 20, first_key_timeout: 60 };

/** Answers `echo` at once and `ring` late; takes the keys of both. */
function answerAll(app: Application): void {
  app.on("incoming", async ({ res_id, to_uri }) => {
    const rings = to_uri.includes("ring@");
    if (rings) await new Promise((resume) => setTimeout(resume, RINGS_MS));
    // The caller may have left.
    await app.call("answer", { res_id, ...ANSWER }).catch(() => {});
  });
  app.on("answer_completed", ({ res_id, error }) => {
    if (error) return;
    app.call("receive_dtmf_start", { res_id, ...ALL_KEYS }).catch(() => {});
  });
}

/** The events of the calls that this user of From made. */
function heardOf(app: Application, user: string): Witness["of"] {
  const calls = app.of("incoming")
    .filter(({ from_uri }) => from_uri.includes(`:${user}@`))
    .map(({ res_id }) => res_id);
  return (name) => app.of(name).filter(({ res_id }) => calls.includes(res_id));
}

/** Runs one, and then looks at what the application heard of it. */
async function run(
  { id, user = "echo", steps, options = [], then }: Scenario,
  { unspecified, options: ways }: Way,
  target: string,
  app: Application,
  place: readonly (string | number)[],
): Promise<void> {
  const xml = scenarioOf(id, steps, unspecified);
  const ending = ["-timeout", PATIENCE_S, "-timeout_error"];
  const all = ["-s", user, ...ending, ...place, ...ways, ...options];
  const { code, messages, errors } = await sipp(xml, target, all);
  assert.equal(code, 0, `${errors}\n${messages}`);
  const calls = heardOf(app, id)("incoming").length;
  while (heardOf(app, id)("released").length < calls) {
    await app.event("released");
  }
  then?.({ messages, of: heardOf(app, id) });
}

/** Steps side by side cannot be told apart by what they open. */
const TOGETHER = {
  sanitizeOps: false,
  sanitizeResources: false,
  sanitizeExit: false,
};

async function all(t: Deno.TestContext, way: Way): Promise<void> {
  const { host, settings, proxy } = way;
  const node = await NodeProcess.start({ CTI_SIP_HOST: host, ...settings });
  const capture = await Capture.start(node.sip);
  const rules = [`  $du = "sip:${node.sip}";`];
  const kamailio = proxy ? await Kamailio.start(proxy, rules) : null;
  const app = await Application.connect(node.rpc);
  answerAll(app);
  const steps = way.scenarios.map((scenario, n) =>
    t.step({
      name: `${scenario.holds} (${way.name})`,
      fn: () => run(scenario, way, proxy ?? node.sip, app, way.at(n)),
      ...TOGETHER,
    })
  );
  await Promise.all(steps);
  await app.close();
  await kamailio?.stop();
  assert.deepEqual(await capture.wrong(), []);
  assert.equal((await node.stop()).code, 0);
}

Deno.test("SIPp's scenarios: over UDP, TCP and IPv6, all at once", async (t) => {
  await Promise.all(WAYS.map((way) => all(t, way)));
});
