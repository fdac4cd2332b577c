import assert from "node:assert/strict";
import { recordFormat } from "../../runtime/sound/record_format.ts";

Deno.test("in stereo every record_format but GSM is written", () => {
  const formats = [1, 2, 3, 4, 6].map((number) => recordFormat(number, 2));
  assert.deepEqual(formats, ["pcm-u8", "pcma", "pcmu", "ima-adpcm", "mp3"]);
  assert.throws(() => recordFormat(5, 2), {
    fault: "badParams",
    message: "record_format is not one of 1, 2, 3, 4, 6 in stereo: 5",
    data: {
      param: "record_format",
      expected: "one of 1, 2, 3, 4, 6 in stereo",
    },
  });
});
