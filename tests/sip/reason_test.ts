import assert from "node:assert/strict";
import { type Field, Headers } from "../../runtime/sip/headers.ts";
import { causeIn, reasonFields } from "../../runtime/sip/reason.ts";

/** What the Reason lines of a message are read as. */
const READ: readonly [
  lines: readonly string[],
  cause: ReturnType<typeof causeIn>,
][] = [
  [[], null],
  [['Q.850;cause=16;text="Normal call clearing"'], {
    sip: null,
    q850: 16,
    text: "Normal call clearing",
  }],
  [['SIP ;cause=600 ;text="Busy, \\"very\\"; busy", q.850 ; cause = 17'], {
    sip: 600,
    q850: 17,
    text: 'Busy, "very"; busy',
  }],
  [["SIP;cause=200;text=elsewhere", "Q.850;cause=26"], {
    sip: 200,
    q850: 26,
    text: "elsewhere",
  }],
  [["SIP;cause=480", "SIP;cause=486"], { sip: 480, q850: null, text: null }],
  [["preemption;cause=1;text=UA"], { sip: null, q850: null, text: "UA" }],
  [["SIP;cause=many"], null],
  [["Q.850;cause=1000;;", ";;", 'SIP;te"xt=x'], null],
];

for (const [lines, cause] of READ) {
  Deno.test(`RFC 3326 §2: ${lines.join(" | ") || "no Reason"} is read`, () => {
    const fields = lines.map((line): Field => ["Reason", line]);
    assert.deepEqual(causeIn(new Headers(fields)), cause);
  });
}

Deno.test("RFC 3326 §2: we say the status, and what a telephone network calls it", () => {
  const said = (status: number) => reasonFields(status).map(([, v]) => v);
  assert.deepEqual(said(200), ["Q.850;cause=16"]);
  assert.deepEqual(said(486), [
    'SIP;cause=486;text="Busy Here"',
    "Q.850;cause=17",
  ]);
  assert.deepEqual(said(488), ['SIP;cause=488;text="Not Acceptable Here"']);
});
