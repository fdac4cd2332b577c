import assert from "node:assert/strict";
import { join } from "node:path";
import { utf8 } from "../../runtime/base/bytes.ts";
import { CallScene } from "../support/call_scene.ts";
import { inFolder } from "../support/in_folder.ts";
import { pipe } from "../support/pipe.ts";
import { run } from "../support/program.ts";

const OPERATIONS = new URL("../../docs/OPERATIONS.md", import.meta.url);
/** A scrape every minute, and a look at the rules. */
const SERIES = `
rule_files: [alerts.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - { series: 'up{job="edge-cti"}', values: '1x10 0x20' }
      - { series: 'cti_node_ready{node="0.0.0"}', values: '1x30' }
    alert_rule_test:
      - { eval_time: 10m, alertname: CtiTakesNoCalls }
      - eval_time: 14m
        alertname: CtiTakesNoCalls
        exp_alerts: [{ exp_labels: { job: edge-cti } }]
  - interval: 1m
    input_series:
      - series: 'cti_heartbeat_lateness_seconds_bucket{le="0.01"}'
        values: '0+12000x20 240000+11000x20'
      - series: 'cti_heartbeat_lateness_seconds_count'
        values: '0+12000x40'
      - { series: 'cti_heartbeat_skipped_total', values: '0x40' }
    alert_rule_test:
      - { eval_time: 20m, alertname: CtiHeartbeatLate }
      - eval_time: 35m
        alertname: CtiHeartbeatLate
        exp_alerts: [{ exp_labels: {} }]
  - interval: 1m
    input_series:
      - series: 'cti_call_mos_bucket{direction="heard",kind="lq",le="3.1"}'
        values: '0x40 0+2x60'
      - series: 'cti_call_mos_bucket{direction="heard",kind="lq",le="3.6"}'
        values: '0x40 0+3x60'
      - series: 'cti_call_mos_bucket{direction="heard",kind="lq",le="4.5"}'
        values: '0+10x100'
      - series: 'cti_call_mos_bucket{direction="heard",kind="lq",le="+Inf"}'
        values: '0+10x100'
    alert_rule_test:
      - { eval_time: 40m, alertname: CtiCallsHeardBadly }
      - eval_time: 90m
        alertname: CtiCallsHeardBadly
        exp_alerts: [{ exp_labels: {} }]
`;

/** The rules as the documentation has them. */
async function alerts(): Promise<string> {
  const text = await Deno.readTextFile(OPERATIONS);
  const [, rules] = /```yaml\n(groups:.*?)```/s.exec(text) ?? [];
  assert.ok(rules, "no rules in docs/OPERATIONS.md");
  return rules;
}

Deno.test("promtool reads a node's metrics after a call and finds nothing to mend", async () => {
  const scene = await CallScene.open();
  try {
    const [line, res_id] = await scene.answered();
    await line.press("159");
    const released = scene.app.event("released", res_id);
    await line.hangUp();
    await released;
    const { http } = scene.node.ready;
    const text = await (await fetch(`${http}/metrics`)).text();
    assert.match(text, /^cti_call_mos_count\{.*heard.*\} 1$/m);
    assert.match(text, /^cti_process_open_fds [1-9]/m);
    const said = await pipe("promtool", ["check", "metrics"], utf8(text));
    assert.equal(new TextDecoder().decode(said), "");
  } finally {
    await scene.close();
  }
});

Deno.test("promtool takes the alerts of docs/OPERATIONS.md; they fire when they should", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "alerts.yml"), await alerts());
    await Deno.writeTextFile(join(folder, "tests.yml"), SERIES);
    await run("promtool", ["check", "rules", "alerts.yml"], folder);
    await run("promtool", ["test", "rules", "tests.yml"], folder);
  });
});
