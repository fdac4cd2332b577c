import assert from "node:assert/strict";
import { concatSamples } from "../../runtime/sound/concat_samples.ts";
import type { HeldSound } from "../../runtime/sound/held_sound.ts";
import { SoundCache } from "../../runtime/sound/sound_cache.ts";
import { Turns } from "../../runtime/sound/turns.ts";
import { inFolder } from "../support/in_folder.ts";
import { counted, HandSource, type Shape } from "./hand_source.ts";

const SECOND = 8000;
const MINUTE = 60 * SECOND;
/** Bytes of a minute that is held. */
const HELD_MINUTE = 2 * MINUTE;
const BROKEN = { fault: "badParams", message: "It is broken there" };

/** A cache of files whose sound is made by hand. */
class Library {
  readonly cache: SoundCache;
  /** In the order in which they were opened. */
  readonly opened: HandSource[] = [];
  readonly #folder: string;
  readonly #shapes = new Map<string, Shape>();

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.cache = new SoundCache({
      turns: new Turns(),
      mostBytes,
      open: (path) => this.#open(path),
    });
  }

  /** Writes a file; the same name again is another version. */
  async put(name: string, shape: Shape): Promise<string> {
    const path = `${this.#folder}/${name}`;
    await Deno.writeTextFile(path, JSON.stringify(shape));
    this.#shapes.set(path, shape);
    return path;
  }

  #open(path: string): Promise<HandSource> {
    const shape = this.#shapes.get(path);
    assert.ok(shape);
    const source = new HandSource(shape);
    this.opened.push(source);
    return Promise.resolve(source);
  }
}

function withLibrary(
  minutes: number,
  act: (library: Library) => Promise<void>,
): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      const library = new Library(folder, minutes * HELD_MINUTE);
      await act(library);
      library.cache.close();
    });
}

/** As one reads it who plays it; gives the number of parts too. */
async function readFrom(
  held: HeldSound,
  from: number,
  reader: number,
): Promise<{ samples: Int16Array; parts: number }> {
  const pieces: Int16Array[] = [];
  let at = from;
  for (let parts = 1;; parts++) {
    const { segments, last } = await held.part(at, reader);
    for (const segment of segments) {
      const piece = new Int16Array(segment);
      pieces.push(piece);
      at += piece.length;
    }
    if (last) return { samples: concatSamples(pieces), parts };
  }
}

/** Holds it until all of it is decoded. */
async function useOnce({ cache, opened }: Library, path: string) {
  const before = opened.length;
  const held = await cache.hold(path);
  await readFrom(held, 0, 1);
  held.release();
  return opened.length - before;
}

Deno.test(
  "a file is opened and decoded once for all who play it, now or later",
  withLibrary(10, async (library) => {
    const { cache, opened } = library;
    const length = 3 * SECOND + 5;
    const path = await library.put("a", { length });
    const all = await Promise.all([1, 2, 3].map(() => cache.hold(path)));
    for (const [reader, held] of all.entries()) {
      assert.equal(held.length, length);
      const { samples } = await readFrom(held, 0, reader);
      assert.deepEqual(samples, counted(0, length));
      held.release();
    }
    const again = await cache.hold(path);
    assert.equal((await readFrom(again, 0, 9)).parts, 1, "all at once");
    assert.equal(opened.length, 1);
    assert.ok(opened[0].isClosed);
  }),
);

Deno.test(
  "the beginning is there before the rest, which is decoded though nobody asks",
  withLibrary(10, async (library) => {
    const path = await library.put("a", { length: 5 * MINUTE });
    const held = await library.cache.hold(path);
    const first = await held.part(0, 0);
    assert.ok(!first.last && first.segments[0].byteLength <= SECOND);
    await library.opened[0].closed;
    assert.equal((await held.part(MINUTE - 4000, 1)).segments.length, 60);
  }),
);

for (
  const [what, shape] of [
    ["", { length: 3 * MINUTE }],
    [", however long it may be", { length: 3 * MINUTE, expected: null }],
  ] as const
) {
  Deno.test(
    `what all have given back is not decoded any further${what}`,
    withLibrary(100, async (library) => {
      const { cache, opened } = library;
      const path = await library.put("a", shape);
      const held = await cache.hold(path);
      await held.part(0, 0);
      held.release();
      await opened[0].closed;
      assert.ok(opened[0].at < MINUTE);
      const nothing = { segments: [], last: true };
      assert.deepEqual(await held.part(MINUTE - 4000, 1), nothing);
      assert.equal(opened.length, 1);
      assert.equal(await useOnce(library, path), 1);
    }),
  );
}

Deno.test(
  "what is nearly complete when all have given it back is completed",
  withLibrary(100, async (library) => {
    const path = await library.put("a", { length: MINUTE });
    const held = await library.cache.hold(path);
    await held.part(0, 0);
    held.release();
    await library.opened[0].closed;
    assert.equal(library.opened[0].at, MINUTE);
    assert.equal(await useOnce(library, path), 0);
  }),
);

Deno.test(
  "a sound is opened with its first segment decoded, and little more",
  withLibrary(100, async (library) => {
    const { cache, opened } = library;
    await cache.hold(await library.put("a", { length: 11 * MINUTE }));
    assert.ok(opened[0].at >= 4000 && opened[0].at < SECOND);
  }),
);

Deno.test(
  "a file that has changed is another sound; who plays the old one hears its end",
  withLibrary(10, async (library) => {
    const path = await library.put("a", { length: 2 * SECOND });
    const old = await library.cache.hold(path);
    // Of another size: the disk's times may be the same.
    await library.put("a", { length: 3 * SECOND, isBroken: false });
    const young = await library.cache.hold(path);
    assert.equal((await readFrom(young, 0, 1)).samples.length, 3 * SECOND);
    assert.equal((await readFrom(old, 0, 2)).samples.length, 2 * SECOND);
  }),
);

Deno.test(
  "past the bound that goes first which was not wanted for longest",
  withLibrary(3, async (library) => {
    const paths = await Promise.all(
      ["a", "b", "c", "d"].map((name) => library.put(name, { length: MINUTE })),
    );
    const [a, b, c, d] = paths;
    for (const path of [a, b, c, a, d]) await useOnce(library, path);
    assert.equal(await useOnce(library, b), 1, "b was decoded again");
    assert.equal(await useOnce(library, a), 0, "a was wanted since");
    assert.equal(await useOnce(library, c), 1, "c made room for b");
  }),
);

Deno.test(
  "what is played stays, and what finds no room is read as it is played",
  withLibrary(2, async (library) => {
    const { cache, opened } = library;
    const [a, b, c] = await Promise.all(
      ["a", "b", "c"].map((name) => library.put(name, { length: MINUTE })),
    );
    const held = [await cache.hold(a), await cache.hold(b)];
    for (const [n, one] of held.entries()) await readFrom(one, 0, n);
    const streamed = [await cache.hold(c), await cache.hold(c)];
    assert.equal(opened.length, 4, "each opens it");
    for (const one of streamed) {
      const { samples, parts } = await readFrom(one, 0, 7);
      assert.deepEqual(samples, counted(0, MINUTE));
      assert.ok(parts >= 60, "no more than a second at once");
    }
    assert.equal(await useOnce(library, a), 0);
    held.forEach((one) => one.release());
    await useOnce(library, c);
    assert.equal(await useOnce(library, c), 0, "now there is room");
  }),
);

Deno.test(
  "each reader of a long sound reads by himself, and nothing of it is kept",
  withLibrary(100, async (library) => {
    const { cache, opened } = library;
    const path = await library.put("a", { length: 11 * MINUTE });
    const held = await cache.hold(path);
    const first = await held.part(0, 0);
    const from = first.segments[0].byteLength / 2;
    const [one, two] = await Promise.all([
      held.part(from, 1),
      held.part(from, 2),
    ]);
    assert.deepEqual(one, two);
    assert.equal(opened.length, 2, "one goes on where it began");
    const far = await held.part(from + SECOND, 2);
    assert.deepEqual(
      new Int16Array(far.segments[0]),
      counted(from + SECOND, SECOND),
    );
    held.leave(2);
    assert.deepEqual(opened.map(({ isClosed }) => isClosed), [false, true]);
    held.release();
    assert.ok(opened[0].isClosed);
    assert.equal(await useOnce(library, path), 1);
  }),
);

Deno.test(
  "a long sound that is given back while it is read closes its file",
  withLibrary(100, async (library) => {
    const path = await library.put("a", { length: 11 * MINUTE });
    const held = await library.cache.hold(path);
    const [one, two] = [held.part(4000, 1), held.part(4000, 2)];
    held.leave(2);
    held.release();
    await Promise.allSettled([one, two]);
    assert.deepEqual(library.opened.map(({ isClosed }) => isClosed), [
      true,
      true,
    ]);
  }),
);

Deno.test(
  "of a long sound nothing is read for who leaves before it is his turn",
  withLibrary(100, async (library) => {
    const path = await library.put("a", { length: 11 * MINUTE });
    const held = await library.cache.hold(path);
    await held.part(0, 0);
    const { at } = library.opened[0];
    const left = held.part(4000, 1);
    held.leave(1);
    assert.deepEqual(await left, { segments: [], last: true });
    assert.equal(library.opened[0].at, at);
    assert.ok(library.opened[0].isClosed);
  }),
);

Deno.test(
  "a file that does not say how long it is is kept when it is short",
  withLibrary(100, async (library) => {
    const path = await library.put("a", { length: MINUTE, expected: null });
    assert.equal(await useOnce(library, path), 1);
    assert.equal(await useOnce(library, path), 0);
  }),
);

for (
  const [what, minutes, shape] of [
    ["turns out to be long", 100, { length: 11 * MINUTE, expected: null }],
    ["is longer than it says", 100, { length: 11 * MINUTE, expected: 7 }],
    ["turns out to find no room", 1, { length: 3 * MINUTE, expected: null }],
  ] as const
) {
  Deno.test(
    `a file that ${what} is read as it is played from then on`,
    withLibrary(minutes, async (library) => {
      const path = await library.put("a", shape);
      const held = await library.cache.hold(path);
      const early = await held.part(0, 0);
      await library.opened[0].closed;
      const from = early.segments[0].byteLength / 2;
      const { samples } = await readFrom(held, from, 1);
      assert.deepEqual(samples, counted(from, shape.length - from));
      held.release();
      assert.ok(library.opened.every(({ isClosed }) => isClosed));
    }),
  );
}

Deno.test(
  "what breaks in the middle is heard so far, by all, and read anew the next time",
  withLibrary(10, async (library) => {
    const { cache } = library;
    const shape = { length: 5000, expected: MINUTE, isBroken: true };
    const path = await library.put("a", shape);
    const all = [await cache.hold(path), await cache.hold(path)];
    for (const held of all) {
      await held.part(0, 1);
      const { segments, last } = await held.part(4000, 1);
      assert.deepEqual(new Int16Array(segments[0]), counted(4000, 1000));
      assert.equal(last, false);
      await assert.rejects(held.part(5600, 1), BROKEN);
    }
    assert.equal(
      await useOnce(library, await library.put("b", { length: 9 })),
      1,
    );
    const before = library.opened.length;
    await cache.hold(path);
    assert.equal(library.opened.length, before + 1);
  }),
);

Deno.test(
  "a long sound that breaks says so, and a broken beginning is no sound",
  withLibrary(10, async (library) => {
    const { cache } = library;
    const long = { length: 5000, expected: 11 * MINUTE, isBroken: true };
    const held = await cache.hold(await library.put("a", long));
    await held.part(0, 0);
    const { segments } = await held.part(4000, 1);
    assert.deepEqual(new Int16Array(segments[0]), counted(4000, 1000));
    await assert.rejects(held.part(5600, 1), BROKEN);
    held.release();
    for (const expected of [9, 11 * MINUTE]) {
      const none = { length: 0, expected, isBroken: true };
      const broken = await cache.hold(await library.put(`${expected}`, none));
      await assert.rejects(broken.part(0, 0), BROKEN);
      broken.release();
    }
  }),
);

Deno.test(
  "an empty file is a sound that is over at once",
  withLibrary(10, async (library) => {
    const held = await library.cache.hold(
      await library.put("a", { length: 0 }),
    );
    assert.deepEqual(await held.part(0, 0), { segments: [], last: true });
  }),
);

Deno.test(
  "all of a sound can be had at once, unless it is long",
  withLibrary(1, async (library) => {
    const { cache } = library;
    const short = await library.put("a", { length: MINUTE + SECOND });
    const samples = new Int16Array(await cache.load(short));
    assert.deepEqual(samples, counted(0, MINUTE + SECOND), "without room too");
    const long = await library.put("b", { length: 11 * MINUTE });
    const refusal = { fault: "badParams", message: /too long/ };
    await assert.rejects(cache.load(long), refusal);
  }),
);

Deno.test(
  "at the end every file is closed",
  withLibrary(10, async (library) => {
    const path = await library.put("a", { length: 5 * MINUTE });
    await library.cache.hold(path);
    library.cache.close();
    await library.opened[0].closed;
  }),
);

for (
  const [what, change, message] of [
    ["removed", Deno.remove, /it has been removed$/],
    ["replaced by a link", linkAway, /it has become a link$/],
  ] as const
) {
  Deno.test(
    `a long file that is ${what} is played to its end, but not once more`,
    withLibrary(10, async (library) => {
      const length = 11 * MINUTE;
      const path = await library.put("a", { length });
      const held = await library.cache.hold(path);
      await held.part(0, 0);
      await change(path);
      const { samples } = await readFrom(held, 4000, 1);
      assert.deepEqual(samples, counted(4000, length - 4000));
      await assert.rejects(held.part(4000, 2), { fault: "badParams", message });
    }),
  );
}

async function linkAway(path: string): Promise<void> {
  await Deno.remove(path);
  await Deno.symlink("/etc/passwd", path);
}
