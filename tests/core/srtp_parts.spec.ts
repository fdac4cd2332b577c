import { createCipheriv, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { loadExports } from "./support/exports.ts";

/** Room for the whole key stream of appendix B.2. */
const PAGES = 16;

const core = await loadExports();
core.memory.grow(PAGES);
const memory = new Uint8Array(core.memory.buffer);
/** Far apart in the memory that tests may write to. */
const AT = core.heapBase();
const [KEY, CIPHER, DATA] = [AT, AT + 0x100, AT + 0x1000];
/** Where a cipher keeps its salt, and what makes its tags. */
const [SALT, HMAC] = [CIPHER + 176, CIPHER + 192];

function bytesOf(hex: string): Uint8Array {
  const pairs = hex.replaceAll(/\s/g, "").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
}

function hexAt(at: number, length: number): string {
  const bytes = memory.subarray(at, at + length);
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function put(at: number, bytes: Uint8Array): void {
  memory.set(bytes, at);
}

function digestOf(message: Uint8Array): string {
  put(DATA, message);
  core.hmacAuthenticate(HMAC, DATA, message.length);
  return hexAt(core.hmacDigest.value as number, 20);
}

/** One block with this key: the key stream of a packet whose salt it is. */
function encrypted(key: Uint8Array, block: Uint8Array): Uint8Array {
  put(KEY, key);
  core.aesExpandKey(CIPHER, KEY);
  put(SALT, block);
  memory.fill(0, DATA, DATA + 16);
  core.cipherCrypt(CIPHER, 0, 0n, DATA, 16);
  return memory.slice(DATA, DATA + 16);
}

test("FIPS 197 appendix A.1: the last round key of the example", () => {
  put(KEY, bytesOf("2b7e151628aed2a6abf7158809cf4f3c"));
  core.aesExpandKey(CIPHER, KEY);
  // It stands there with what the S-box adds to each octet
  const last = memory.slice(CIPHER + 160, CIPHER + 176).map((b) => b ^ 0x63);
  expect(last).toEqual(bytesOf("d014f9a8c9ee2589e13f0cc8b6630ca6"));
});

test("FIPS 197 §5.1: blocks and keys of all kinds, as another AES has them", () => {
  for (let n = 0; n < 1000; n++) {
    const key = Uint8Array.from({ length: 16 }, (_, at) => n * (at + 3) >> 1);
    // The last two octets are the place of the counter of blocks
    const block = Uint8Array.from(
      { length: 16 },
      (_, at) => at < 14 ? n * n * (at + 1) >> 3 : 0,
    );
    const cipher = createCipheriv("aes-128-ecb", key, null);
    const expected = new Uint8Array(cipher.update(block));
    expect(encrypted(key, block)).toEqual(expected);
  }
});

/** Key and salt of appendix B.2, whose SSRC and index are 0. */
function useExampleOfB2(): void {
  put(KEY, bytesOf("2B7E151628AED2A6ABF7158809CF4F3C"));
  core.aesExpandKey(CIPHER, KEY);
  put(SALT, bytesOf("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"));
}

test("RFC 3711 appendix B.2: the key stream, at its beginning and at its end", () => {
  const octets = 0xff02 * 16;
  useExampleOfB2();
  memory.fill(0, DATA, DATA + 48);
  core.cipherCrypt(CIPHER, 0, 0n, DATA, 48);
  expect(hexAt(DATA, 48)).toBe(
    "e03ead0935c95e80e166b16dd92b4eb4" +
      "d23513162b02d0f72a43a2fe4a5f97ab" +
      "41e95b3bb0a2e8dd477901e4fca894c0",
  );
  memory.fill(0, DATA, DATA + octets);
  core.cipherCrypt(CIPHER, 0, 0n, DATA, octets);
  expect(hexAt(DATA + octets - 48, 48)).toBe(
    "ec8cdf7398607cb0f2d21675ea9ea1e4" +
      "362b7c3c6773516318a077d7fc5073ae" +
      "6a2cc3787889374fbeb4c81b17ba6c44",
  );
});

test("RFC 3711 appendix B.3: session keys of the example", () => {
  put(KEY, bytesOf("E1F97A0D3E018BE0D64FA32C06DE4139"));
  put(KEY + 16, bytesOf("0EC675AD498AFEEBB6960B3AABE6"));
  core.cipherSet(CIPHER, KEY, 0);
  expect(hexAt(SALT, 16)).toBe("30cbbc08863d8c85d49db34a9ae10000");
  const roundKeys = hexAt(CIPHER, 176);
  put(KEY, bytesOf("C61E7A93744F39EE10734AFE3FF7A087"));
  core.aesExpandKey(CIPHER, KEY);
  expect(hexAt(CIPHER, 176)).toBe(roundKeys);
  const derived = bytesOf("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4");
  const message = bytesOf("00112233");
  const tag = createHmac("sha1", derived).update(message).digest("hex");
  expect(digestOf(message)).toBe(tag);
});

const TEXT = new TextEncoder();
const HMACS: readonly [key: string, message: Uint8Array, digest: string][] = [
  [
    "0b".repeat(20),
    TEXT.encode("Hi There"),
    "b617318655057264e28bc0b6fb378c8ef146be00",
  ],
  [
    "4a656665",
    TEXT.encode("what do ya want for nothing?"),
    "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
  ],
  [
    "aa".repeat(20),
    new Uint8Array(50).fill(0xdd),
    "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
  ],
];

HMACS.forEach(([key, message, digest], n) => {
  test(`RFC 2202 §3: test case ${n + 1} of HMAC-SHA1`, () => {
    const bytes = bytesOf(key);
    put(KEY, bytes);
    core.hmacSetKey(HMAC, KEY, bytes.length);
    expect(digestOf(message)).toBe(digest);
  });
});

test("FIPS 180-4 §5.1.1: messages of every length up to four blocks are padded", () => {
  const key = bytesOf("0123456789abcdef0123456789abcdef01234567");
  const message = Uint8Array.from({ length: 256 }, (_, n) => n * 7 & 255);
  put(KEY, key);
  core.hmacSetKey(HMAC, KEY, key.length);
  for (let length = 0; length <= message.length; length++) {
    const part = message.subarray(0, length);
    const expected = createHmac("sha1", key).update(part).digest("hex");
    expect(digestOf(part)).toBe(expected);
  }
});
