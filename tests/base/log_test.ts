import assert from "node:assert/strict";
import { jsonLog } from "../../runtime/base/log.ts";

function lines(work: (log: ReturnType<typeof jsonLog>) => void) {
  const written: string[] = [];
  work(jsonLog("info", (line) => written.push(line)));
  return written;
}

Deno.test("a log line is one JSON object on one line, whatever it says", () => {
  const [line] = lines((log) => log.info("a\nb\x1b[0m", { from: "x\r\ny" }));
  assert.ok([...line].every((char) => char >= " "));
  const { level, message, from } = JSON.parse(line);
  assert.deepEqual({ level, message, from }, {
    level: "info",
    message: "a\nb\x1b[0m",
    from: "x\r\ny",
  });
});

Deno.test("nothing that a terminal obeys or that hides gets into a line", () => {
  const nasty = "\u009b2J\u007f\u2028\u202e\u2066";
  const [line] = lines((log) => log.info(nasty, { from: nasty }));
  assert.match(line, /^[\x20-\x7e]*$/);
  assert.equal(JSON.parse(line).from, nasty);
});

Deno.test("secrets are masked, by their name and by their looks, in errors too", () => {
  const [line] = lines((log) =>
    log.error("broken", {
      password: "s3cret",
      to: "sip:a:s3cret@b",
      error: new Error('Digest response="s3cret"'),
      nested: { token: "s3cret" },
    })
  );
  assert.ok(!line.includes("s3cret"), line);
});

Deno.test("levels below the least one are not written", () => {
  const written = lines((log) => {
    log.debug("no");
    log.warn("yes");
  });
  assert.equal(written.length, 1);
});

Deno.test("errors are logged with their stack, big integers as digits", () => {
  const [line] = lines((log) =>
    log.error("broken", { error: new Error("why"), count: 12n })
  );
  const { error, count } = JSON.parse(line);
  assert.match(error, /Error: why\n/);
  assert.equal(count, "12");
});
