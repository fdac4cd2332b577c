import assert from "node:assert/strict";
import fc from "fast-check";
import { isRtcp, parseRtcp } from "../../runtime/rtp/rtcp.ts";
import {
  type Report,
  reportLength,
  writeReport,
} from "../../runtime/rtp/rtcp_writer.ts";

const BLOCK = {
  ssrc: 0xcafe,
  fractionLost: 64,
  lost: -3,
  highestSequence: 0x10007,
  jitter: 33,
  lastSr: 0xb7058000,
  delay: 0x54000,
};
const SENDER = {
  ntp: { seconds: 0xb44db705, fraction: 0x20000000 },
  rtpTimestamp: 0xffffff00,
  packets: 500,
  octets: 80_000,
};
const REPORT: Report = {
  ssrc: 0xfedcba98,
  sender: SENDER,
  block: BLOCK,
  cname: "k7",
  bye: false,
};

function written(report: Partial<Report> = {}): Uint8Array {
  const whole = { ...REPORT, ...report };
  const bytes = new Uint8Array(reportLength(whole.cname.length));
  const length = writeReport(whole, new DataView(bytes.buffer));
  return bytes.slice(0, length);
}

/** Octets from hex, as RFC 3550 draws its packets: a word a group. */
function words(text: string): Uint8Array {
  const hex = text.replaceAll(/\s/g, "");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const SR = "81c8000c fedcba98 b44db705 20000000 ffffff00 000001f4 00013880 " +
  "0000cafe 40fffffd 00010007 00000021 b7058000 00054000";
const CNAME = "81ca0003 fedcba98 01026b37 00000000";
const BYE = "81cb0001 fedcba98";

Deno.test("RFC 3550 §6.4.1: a sender report is written word by word, CNAME behind it", () => {
  assert.deepEqual(written(), words(SR + CNAME));
});

Deno.test("RFC 3550 §6.4.2: who has sent nothing writes a receiver report", () => {
  assert.deepEqual(
    written({ sender: null, block: null }),
    words("80c90001 fedcba98" + CNAME),
  );
});

Deno.test("RFC 3550 §6.6: a goodbye stands at the end of a compound", () => {
  assert.deepEqual(written({ bye: true }), words(SR + CNAME + BYE));
});

for (const length of [1, 4, 5, 6, 19]) {
  Deno.test(`RFC 3550 §6.5: a CNAME of ${length} ends with a null at a word's end`, () => {
    const cname = "abcdefghijklmnopqrs".slice(0, length);
    const bytes = written({ sender: null, block: null, cname }).slice(8);
    assert.equal(bytes.length, 4 * (1 + (bytes[2] << 8 | bytes[3])));
    const text = new TextDecoder().decode(bytes.slice(10));
    assert.match(text, new RegExp(`^${cname}\\0{1,4}$`));
    assert.equal(bytes[9], length);
  });
}

Deno.test("RFC 3550 §6.4.1: what is written is read", () => {
  assert.deepEqual(parseRtcp(written({ bye: true })), [
    {
      type: "senderReport",
      ssrc: REPORT.ssrc,
      middleNtp: 0xb7052000,
      blocks: [BLOCK],
    },
    { type: "bye", sources: [REPORT.ssrc] },
  ]);
});

for (const lost of [0x7fffff, -0x800000, 0, -1]) {
  Deno.test(`RFC 3550 §6.4.1: ${lost} lost keeps its sign in 24 bits`, () => {
    const block = { ...BLOCK, fractionLost: 255, lost };
    const packets = parseRtcp(written({ block }));
    assert.ok(typeof packets !== "string" && packets[0].type !== "bye");
    assert.deepEqual(packets[0].blocks, [block]);
  });
}

for (
  const [what, hex, found] of [
    ["a receiver report alone", "80c90001 0000cafe", ["receiverReport"]],
    ["RFC 5506: a picture loss alone", "81ce0002 00000001 00000002", []],
    ["RFC 5506: a goodbye alone", "81cb0001 0000cafe", ["bye"]],
    ["an extended report behind one", "80c90001 00000001 80cf0001 00000001", [
      "receiverReport",
    ]],
    ["padding at the end", "80c90001 00000001 a0cb0001 00000004", [
      "receiverReport",
      "bye",
    ]],
    ["a profile's words behind the blocks", "80c90002 00000001 12345678", [
      "receiverReport",
    ]],
    ["a goodbye with its reason", "81cb0003 00000001 03627965 00000000", [
      "bye",
    ]],
  ] as const
) {
  Deno.test(`taken is ${what}`, () => {
    const packets = parseRtcp(words(hex));
    assert.ok(typeof packets !== "string", `${packets}`);
    assert.deepEqual(packets.map(({ type }) => type), found);
  });
}

for (
  const [what, hex, word] of [
    ["nothing", "", "short"],
    ["less than a header and an SSRC", "80c90000", "short"],
    ["version 1", "40c90001 00000001", "version"],
    ["version 1 in the second packet", "80c90001 00000001 40cb0000", "version"],
    ["RTP", "80080001 00000001 00000001", "type"],
    ["a type of no RTCP behind a report", "80c90001 00000001 80e00000", "type"],
    ["a length beyond the end", "80c90002 00000001", "length"],
    ["a length of 65,535 words", "80c9ffff 00000001", "length"],
    [
      "three octets behind the last packet",
      "80c90001 00000001 80cb00",
      "length",
    ],
    ["an RR without its SSRC", "80c90000 80c90000", "length"],
    [
      "a block that is cut off",
      "81c90006 00000001" + "00".repeat(20),
      "length",
    ],
    [
      "CVE-2022-21722: 31 blocks and room for none",
      "9fc90001 00000001",
      "length",
    ],
    ["an SR without its sender's words", "80c80001 00000001", "length"],
    [
      "CVE-2022-21722: 31 sources and room for one",
      "9fcb0001 00000001",
      "length",
    ],
    [
      "padding before the last packet",
      "a0c90002 00000001 00000004 80cb0000",
      "padding",
    ],
    ["padding of no octets", "a0c90002 00000001 00000000", "padding"],
    ["padding of six octets", "a0c90002 00000001 00000006", "padding"],
    ["padding longer than its packet", "a0c90002 00000001 0000000c", "padding"],
    [
      "padding over the blocks it counts",
      "a1c90007 00000001" + "00".repeat(23) + "04",
      "length",
    ],
  ] as const
) {
  Deno.test(`RFC 3550 A.2: refused is ${what}`, () => {
    assert.equal(parseRtcp(words(hex)), word);
  });
}

Deno.test("RFC 3550 A.2: no compound that is cut off anywhere but between packets is taken", () => {
  const whole = written({ bye: true });
  const ends = [52, 68];
  for (let length = 0; length < whole.length; length++) {
    const taken = typeof parseRtcp(whole.subarray(0, length)) !== "string";
    assert.equal(taken, ends.includes(length), `${length} octets`);
  }
});

Deno.test("whatever comes is read within its bounds or refused in a word", () => {
  const counts = new Map<string, number>();
  const look = (bytes: Uint8Array) => {
    // The datagram lies amid others, as in a socket's buffer
    const around = new Uint8Array(bytes.length + 64).fill(0x81);
    around.set(bytes, 32);
    const found = parseRtcp(around.subarray(32, 32 + bytes.length));
    const name = typeof found === "string" ? found : "taken";
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (typeof found === "string") return;
    const blocks = found.flatMap((one) => one.type === "bye" ? [] : one.blocks);
    assert.ok(24 * blocks.length < bytes.length);
  };
  const mutated = fc.tuple(
    fc.constantFrom(SR + CNAME + BYE, "80c90001 00000001", SR, CNAME + BYE),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      maxLength: 4,
    }),
    fc.integer({ min: -8, max: 4 }),
  ).map(([hex, changes, longer]) => {
    const bytes = words(hex);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    const grown = new Uint8Array(Math.max(0, bytes.length + longer));
    grown.set(bytes.subarray(0, grown.length));
    return grown;
  });
  const any = fc.uint8Array({ maxLength: 200 });
  fc.assert(fc.property(fc.oneof(mutated, any), look), {
    numRuns: 20_000,
    seed: 7,
  });
  for (
    const name of ["taken", "short", "version", "type", "length", "padding"]
  ) {
    assert.ok(counts.get(name), `${name} never came`);
  }
});

Deno.test("RFC 5761 §4: on one port second octets of 192 to 223 are RTCP", () => {
  const all = Array.from({ length: 256 }, (_, octet) => octet);
  const found = all.filter((octet) => isRtcp(Uint8Array.of(0x80, octet)));
  assert.deepEqual(found, all.slice(192, 224));
  assert.equal(isRtcp(Uint8Array.of(0x80)), false);
});
