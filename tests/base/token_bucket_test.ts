import assert from "node:assert/strict";
import { TokenBucket } from "../../runtime/base/token_bucket.ts";
import { milliseconds } from "../../runtime/base/units.ts";

function taken(bucket: TokenBucket, at: number, tries: number): number {
  const tokens = Array.from({ length: tries }, () => {
    return bucket.take(milliseconds(at));
  });
  return tokens.filter((token) => token).length;
}

Deno.test("a bucket gives what it holds, then as much as flows in", () => {
  const bucket = new TokenBucket(10, 5, milliseconds(0));
  assert.equal(taken(bucket, 0, 20), 5);
  assert.equal(taken(bucket, 99, 20), 0);
  assert.equal(taken(bucket, 300, 20), 3);
});

Deno.test("a rest of any length fills a bucket once", () => {
  const bucket = new TokenBucket(10, 5, milliseconds(0));
  taken(bucket, 0, 5);
  assert.equal(taken(bucket, 1e9, 20), 5);
});

Deno.test("who comes too often gets his share all the same", () => {
  const bucket = new TokenBucket(2, 1, milliseconds(0));
  let tokens = 0;
  for (let at = 0; at < 10_000; at++) tokens += taken(bucket, at, 1);
  assert.equal(tokens, 20);
});
