import assert from "node:assert/strict";
import { freshnessOf } from "../../../runtime/sound/fetched/freshness.ts";

const NOW = 1_000_000;
const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
const LATER = "Sun, 06 Nov 1994 08:50:37 GMT";

/** RFC 9111: fields of an answer, for how many seconds it is fresh, and if it may be used after. */
const CASES: [
  fields: Record<string, string>,
  seconds: number,
  stale: boolean,
][] = [
  [{}, 0, true],
  [{ "cache-control": "max-age=60" }, 60, true],
  [{ "cache-control": 'public, MAX-AGE="60"' }, 60, true],
  [{ "cache-control": "max-age=60", age: "50" }, 10, true],
  [{ "cache-control": "max-age=60", age: "90" }, 0, true],
  [{ "cache-control": "max-age=60, must-revalidate" }, 60, false],
  [{ "cache-control": "no-cache, max-age=60" }, 0, false],
  [{ "cache-control": "no-store" }, 0, false],
  [{ "cache-control": "max-age=x" }, 0, true],
  [{ date: DATE, expires: LATER }, 60, true],
  [{ date: DATE, expires: LATER, age: "20" }, 40, true],
  [{ date: DATE, expires: LATER, "cache-control": "max-age=5" }, 5, true],
  [{ date: LATER, expires: DATE }, 0, true],
  [{ date: DATE, expires: "0" }, 0, true],
  [{ expires: LATER }, 0, true],
  [{ "cache-control": "max-age=99999999999999999999" }, 0, true],
];

for (const [fields, seconds, isGoodWhenStale] of CASES) {
  Deno.test(`an answer with ${JSON.stringify(fields)} is fresh for ${seconds} s`, () => {
    assert.deepEqual(freshnessOf(new Headers(fields), NOW), {
      freshUntil: NOW + seconds * 1000,
      isGoodWhenStale,
    });
  });
}
