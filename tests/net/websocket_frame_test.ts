import assert from "node:assert/strict";
import fc from "fast-check";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { formatFrame, OPCODES } from "../../runtime/net/websocket_frame.ts";
import { WebSocketReader } from "../../runtime/net/websocket_reader.ts";

const LARGEST = 65_536;
const SEED = 6455;

/** What is read of these bytes, as text. */
function read(
  pieces: readonly Uint8Array[],
  { masked = false, largest = LARGEST } = {},
): string[] {
  const reader = new WebSocketReader(masked, largest);
  return pieces.flatMap((
    piece,
  ) => [
    ...map(
      reader.take(piece.slice()),
      (said) =>
        said.kind === "broken"
          ? `broken: ${said.why}`
          : `${said.kind}: ${textOf(said.bytes)}`,
    ),
  ]);
}

/** Each as it comes: what is given is valid only until the next. */
function* map<From, To>(all: Iterable<From>, to: (one: From) => To) {
  for (const one of all) yield to(one);
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(" "), (byte) => parseInt(byte, 16));
}

const EXAMPLES: [what: string, hex: string, masked: boolean, said: string[]][] =
  [
    ["an unmasked text", "81 05 48 65 6c 6c 6f", false, ["message: Hello"]],
    [
      "a masked text",
      "81 85 37 fa 21 3d 7f 9f 4d 51 58",
      true,
      ["message: Hello"],
    ],
    [
      "a text in two frames",
      "01 03 48 65 6c 80 02 6c 6f",
      false,
      ["message: Hello"],
    ],
    ["an unmasked ping", "89 05 48 65 6c 6c 6f", false, ["ping: Hello"]],
    ["a masked pong", "8a 85 37 fa 21 3d 7f 9f 4d 51 58", true, []],
    [
      "a ping between the frames of a text",
      "01 03 48 65 6c 89 01 21 80 02 6c 6f",
      false,
      ["ping: !", "message: Hello"],
    ],
    ["an empty binary message", "82 00", false, ["message: "]],
    ["a close", "88 02 03 e8 81 01 21", false, ["close: \x03\ufffd"]],
  ];
for (const [what, hex, masked, said] of EXAMPLES) {
  Deno.test(`RFC 6455 §5.7: ${what} is read as it is, wherever it is cut`, () => {
    const whole = bytes(hex);
    assert.deepEqual(read([whole], { masked }), said);
    const one = Array.from(whole, (byte) => Uint8Array.of(byte));
    assert.deepEqual(read(one, { masked }), said);
  });
}

const BROKEN: [what: string, hex: string, masked: boolean, why: string][] = [
  ["§5.1: a frame of a client without a mask", "81 00", true, "protocolError"],
  [
    "§5.1: a masked frame of a server",
    "81 80 00 00 00 00",
    false,
    "protocolError",
  ],
  ["§5.2: a reserved bit", "c1 00", false, "protocolError"],
  ["§5.2: an unknown opcode", "83 00", false, "protocolError"],
  ["§5.5: a ping in two frames", "09 00", false, "protocolError"],
  ["§5.5: a long ping", "89 7e 00 80", false, "protocolError"],
  ["§5.4: an end without a beginning", "80 00", false, "protocolError"],
  ["§5.4: a second beginning", "01 00 81 00", false, "protocolError"],
  ["§8.1: a text that is no UTF-8", "81 01 ff", false, "invalidData"],
  ["§10.4: 4 GB", "82 7f 00 00 00 01 00 00 00 00", false, "tooBig"],
  ["§10.4: 2^63 bytes", "82 7f 80 00 00 00 00 00 00 00", false, "tooBig"],
];
for (const [what, hex, masked, why] of BROKEN) {
  Deno.test(`RFC 6455 ${what} ends it: ${why}, and nothing follows`, () => {
    const said = read([bytes(hex), bytes("81 00")], { masked });
    assert.deepEqual(said.at(-1), `broken: ${why}`);
  });
}

Deno.test("a message is taken up to its limit and not a byte further, in one frame or in many", () => {
  const half = (isFirst: boolean, length: number, isLast: boolean) => {
    const opcode = isFirst ? OPCODES.text : OPCODES.continuation;
    const frame = formatFrame(opcode, utf8("x".repeat(length)), null);
    if (!isLast) frame[0] &= 0x7f;
    return frame;
  };
  const two = (
    rest: number,
  ) => [half(true, 60, false), half(false, rest, true)];
  const limit = { largest: 100 };
  const fits = [`message: ${"x".repeat(100)}`];
  assert.deepEqual(read(two(40), limit), fits);
  assert.deepEqual(read(two(41), limit), ["broken: tooBig"]);
  assert.deepEqual(read([half(true, 100, true)], limit), fits);
  assert.deepEqual(read([half(true, 101, true)], limit), ["broken: tooBig"]);
});

Deno.test("what is written is read, of every length and with every mask, however it is cut", () => {
  const lengths = fc.oneof(
    fc.constantFrom(0, 125, 126, 65_535, 65_536),
    fc.integer({ min: 0, max: 2000 }),
  );
  const keys = fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  const sizes = fc.integer({ min: 1, max: 3000 });
  fc.assert(
    fc.property(lengths, keys, sizes, (length, key, size) => {
      const text = "s".repeat(length);
      const frame = formatFrame(OPCODES.text, utf8(text), key);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < frame.length; at += size) {
        pieces.push(frame.subarray(at, at + size));
      }
      const masked = key !== null;
      assert.deepEqual(read(pieces, { masked }), [`message: ${text}`]);
    }),
    { numRuns: 300, seed: SEED },
  );
});

Deno.test("50,000 streams of anything are read to their end without a throw", () => {
  const streams = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(streams, fc.boolean(), (stream, masked) => {
      for (const said of read([stream], { masked })) {
        assert.match(said, /^(message|ping|close|broken): /);
      }
    }),
    { numRuns: 50_000, seed: SEED },
  );
});
