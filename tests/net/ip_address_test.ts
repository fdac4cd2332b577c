import assert from "node:assert/strict";
import { addressBytes, textOfAddress } from "../../runtime/net/ip_address.ts";

for (
  const [text, bytes] of [
    ["::", Array(16).fill(0)],
    ["1::", [0, 1, ...Array(14).fill(0)]],
    ["::ffff:192.0.2.1", [...Array(10).fill(0), 255, 255, 192, 0, 2, 1]],
    ["fe80::1%eth0", [0xfe, 0x80, ...Array(13).fill(0), 1]],
    ["1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
  ] as const
) {
  Deno.test(`RFC 4291 §2.2: the bytes of ${text}`, () => {
    assert.deepEqual([...addressBytes(text)], bytes);
  });
}

for (
  const text of ["0.0.0.0", "192.0.2.1", "::", "::1", "2001:db8::2:0:0:1"]
) {
  Deno.test(`RFC 5952: ${text} is written as it was read`, () => {
    assert.equal(textOfAddress(addressBytes(text)), text);
  });
}

for (const text of ["", "localhost", "1.2.3", "1.2.3.4.5", "1::2::3", "g::"]) {
  Deno.test(`"${text}" is no IP address`, () => {
    assert.throws(() => addressBytes(text), TypeError);
  });
}
