import assert from "node:assert/strict";
import { readOptions, usage, WrongOption } from "../../runtime/load/options.ts";

const TARGET = "sip:load@127.0.0.1:5060";

Deno.test("load: without options ten callers call once", () => {
  const options = readOptions([TARGET]);
  assert.equal(options?.target, TARGET);
  assert.deepEqual(
    [options?.calls, options?.rate, options?.hold, options?.duration],
    [10, 10, null, null],
  );
});

Deno.test("load: a length may be drawn between two", () => {
  const args = ["--node", "--hold", "10-60", "--duration", "7200"];
  const options = readOptions(args);
  assert.equal(options?.target, null);
  assert.deepEqual(options?.hold, { least: 10, most: 60 });
  assert.equal(options?.duration, 7200);
});

const WRONG: readonly [args: string[], says: RegExp][] = [
  [[], /No target/],
  [["5060"], /5060 is no target; sip:user@host:port is one/],
  [[TARGET, "--node"], /not both/],
  [[TARGET, TARGET], /One target/],
  [["--node", "--calls", "0"], /--calls is 0, not a whole number from 1/],
  [["--node", "--rate", "fast"], /--rate is fast, not calls a second/],
  [["--node", "--hold", "60-10"], /--hold is 60-10, not seconds/],
  [["--node", "--ports", "9000-8000"], /--ports is 9000-8000, not FIRST-LAST/],
  [["--node", "--keys", "12x"], /--keys is 12x, not keys/],
  [["--node", "--codec", "opus"], /--codec is opus, not pcma or pcmu/],
  [["--node", "--local", "here"], /--local is here, not an IP address/],
  [["--node", "--cals", "5"], /--cals/],
];

for (const [args, says] of WRONG) {
  Deno.test(`load: ${args.join(" ") || "nothing"} is refused`, () => {
    assert.throws(() => readOptions(args), WrongOption);
    assert.throws(() => readOptions(args), says);
  });
}

Deno.test("load --help names every option that there is", () => {
  assert.equal(readOptions(["--help"]), null);
  assert.match(usage(), /--hold .* 10 s otherwise/);
});
