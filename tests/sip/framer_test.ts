import assert from "node:assert/strict";
import fc from "fast-check";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { Framer } from "../../runtime/sip/framer.ts";
import { LIMITS } from "../../runtime/sip/parse.ts";
import { mutation } from "../support/mutate.ts";
import { message } from "../support/sip_world.ts";
import { SPECIMENS } from "./specimens.ts";

const SEED = 5626;
const PING = "\r\n\r\n";

/** What the pieces of a stream give, as text; and what is left of it. */
function framed(pieces: readonly Uint8Array[]) {
  const framer = new Framer();
  const frames: string[] = [];
  for (const piece of pieces) {
    // A socket's buffer is used again for the next piece.
    const buffer = piece.slice();
    for (const frame of framer.take(buffer)) {
      if (frame.kind === "message") frames.push(textOf(frame.bytes));
      else if (frame.kind === "ping") frames.push("ping");
      else frames.push(`broken: ${frame.fault}`);
    }
    buffer.fill(0);
  }
  return { frames, midway: framer.midway };
}

function framesOf(...texts: readonly string[]): string[] {
  return framed(texts.map(utf8)).frames;
}

function options(body = "", ...fields: readonly string[]): string {
  return message("OPTIONS sip:a@b SIP/2.0", ["Call-ID: 1", ...fields], body);
}

/** A message that says whatever it likes about its length. */
function claiming(...lengths: readonly string[]): string {
  const lines = ["OPTIONS sip:a@b SIP/2.0", "Call-ID: 1", ...lengths];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** The same stream in the pieces that `sizes` say, over and over. */
function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn++) {
    const end = at + sizes[turn % sizes.length];
    pieces.push(stream.subarray(at, end));
    at = end;
  }
  return pieces;
}

Deno.test("RFC 3261 §18.3: several messages in one read are told apart by Content-Length", () => {
  const texts = [options("one"), options(), options("\r\n\r\nthree")];
  assert.deepEqual(framesOf(texts.join("")), texts);
});

Deno.test("a message that comes byte by byte is one message", () => {
  const text = options("v=0\r\n");
  const bytes = utf8(text + text);
  assert.deepEqual(framed(cut(bytes, [1])).frames, [text, text]);
});

Deno.test("a message in two pieces is one message, wherever it is cut", () => {
  const bytes = utf8(options("body"));
  for (let at = 1; at < bytes.length; at++) {
    const half = framed([bytes.subarray(0, at)]);
    assert.deepEqual(half, { frames: [], midway: true });
    const { frames, midway } = framed([
      bytes.subarray(0, at),
      bytes.subarray(at),
    ]);
    assert.deepEqual(frames, [options("body")]);
    assert.equal(midway, false);
  }
});

Deno.test("RFC 5626 §3.5.1: CRLF CRLF between messages is a ping", () => {
  const text = options();
  assert.deepEqual(framesOf(PING), ["ping"]);
  assert.deepEqual(framesOf("\r", "\n", "\r", "\n"), ["ping"]);
  assert.deepEqual(framesOf(PING + text + PING + PING + text), [
    "ping",
    text,
    "ping",
    "ping",
    text,
  ]);
});

Deno.test("RFC 3261 §7.5: a stray CRLF between messages is skipped, and is no half message", () => {
  const text = options();
  assert.deepEqual(framesOf(`\r\n${text}\r\n${text}`), [text, text]);
  assert.equal(framed([utf8("\r\n")]).midway, false);
  assert.equal(framed([utf8("\r\nO")]).midway, true);
});

Deno.test("RFC 3261 §7.3: Content-Length is known in its compact form, folded and spaced", () => {
  for (
    const length of [
      "l: 4",
      "L:4",
      "Content-Length:\r\n 4",
      "CONTENT-LENGTH\t: 4 ",
    ]
  ) {
    const text = `${claiming(length)}body`;
    assert.deepEqual(framesOf(text + text), [text, text], length);
  }
});

Deno.test("what stands in another field or in the body is no Content-Length", () => {
  const text = options("Content-Length: 9\r\n", "Subject: l: 77", "X-l: 5");
  assert.deepEqual(framesOf(text + text), [text, text]);
});

Deno.test("a CR too many does not hide the end of the head", () => {
  const text = claiming("l: 0", "X: 1\r");
  assert.deepEqual(framesOf(text + options()), [text, options()]);
});

const BROKEN: [what: string, lengths: string[], fault: string][] = [
  ["without a Content-Length", [], "contentLength"],
  ["with two", ["l: 0", "Content-Length: 0"], "duplicate"],
  ["with a negative one", ["l: -1"], "contentLength"],
  ["with one that is no number", ["l: 0x10"], "contentLength"],
  ["with an empty one", ["l:"], "contentLength"],
  ["with one past every number", [`l: ${"9".repeat(40)}`], "contentLength"],
  ["with one past the limit", ["l: 65536"], "tooLarge"],
  ["with 4 GB", ["l: 4294967296"], "tooLarge"],
];
for (const [what, lengths, fault] of BROKEN) {
  Deno.test(`RFC 3261 §20.14: a message ${what} ends the stream: ${fault}`, () => {
    const frames = framesOf(options() + claiming(...lengths) + options());
    assert.deepEqual(frames, [options(), `broken: ${fault}`]);
  });
}

Deno.test("a head is taken up to its limit and not a byte further", () => {
  const rest = options().length - PING.length;
  const longest = options("", `X: ${"x".repeat(LIMITS.head - rest - 5)}`);
  assert.equal(longest.length, LIMITS.head + PING.length);
  assert.deepEqual(framesOf(longest), [longest]);
  const longer = longest.replace("X: ", "X: x");
  assert.deepEqual(framesOf(longer), ["broken: tooLarge"]);
});

Deno.test("a message is taken up to its limit and not a byte further", () => {
  const empty = options("x".repeat(10_000)).length - 10_000;
  const longest = options("x".repeat(LIMITS.datagram - empty));
  assert.equal(longest.length, LIMITS.datagram);
  assert.deepEqual(framesOf(longest, options()), [longest, options()]);
  const longer = options("x".repeat(LIMITS.datagram - empty + 1));
  assert.deepEqual(framesOf(longer), ["broken: tooLarge"]);
});

Deno.test("a head without an end is refused as soon as it is too long", () => {
  const framer = new Framer();
  const piece = utf8("x".repeat(1000));
  let taken = 0;
  for (let broken = false; !broken; taken += piece.length) {
    assert.ok(taken < LIMITS.head + 2 * piece.length);
    broken = [...framer.take(piece)].some(({ kind }) => kind === "broken");
  }
  assert.deepEqual([...framer.take(utf8(options()))], []);
});

Deno.test("ATTACKS: a declared length allocates nothing", () => {
  const allocated = allocations(() => {
    framed(cut(utf8(claiming("l: 60000")), [7]));
  });
  assert.deepEqual(allocated.filter((size) => size > 1000), [2048]);
});

/** The sizes of all byte arrays that `work` makes by their length. */
function allocations(work: () => void): number[] {
  const sizes: number[] = [];
  const original = globalThis.Uint8Array;
  globalThis.Uint8Array = new Proxy(original, {
    construct(target, parameters, newTarget) {
      if (typeof parameters[0] === "number") sizes.push(parameters[0]);
      return Reflect.construct(target, parameters, newTarget);
    },
  });
  try {
    work();
  } finally {
    globalThis.Uint8Array = original;
  }
  return sizes;
}

const STREAM = fc.array(
  fc.oneof(fc.constantFrom(...SPECIMENS), fc.constantFrom(PING, "\r\n")),
  { minLength: 1, maxLength: 6 },
).map((parts) => utf8(parts.join("")));
const SIZES = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3000 })),
  {
    minLength: 1,
    maxLength: 8,
  },
);

Deno.test("however 2,000 streams are cut, they give the same messages", () => {
  fc.assert(
    fc.property(STREAM, SIZES, (stream, sizes) => {
      assert.deepEqual(framed(cut(stream, sizes)), framed([stream]));
    }),
    { numRuns: 2000, seed: SEED },
  );
});

Deno.test("50,000 mutated streams give messages or one word, the same however they are cut, within the limit", () => {
  let messages = 0;
  let broken = 0;
  fc.assert(
    fc.property(STREAM, mutation, SIZES, (stream, change, sizes) => {
      const changed = change(stream);
      let most = 0;
      const sized = allocations(() => {
        const whole = framed([changed]);
        assert.deepEqual(framed(cut(changed, sizes)), whole);
        messages += whole.frames.length;
        if (whole.frames.at(-1)?.startsWith("broken")) broken++;
      });
      for (const size of sized) most = Math.max(most, size);
      assert.ok(most <= LIMITS.datagram, `${most} bytes at once`);
    }),
    { numRuns: 50_000, seed: SEED },
  );
  assert.ok(messages > 50_000 && broken > 1000, `${messages}, ${broken}`);
});
