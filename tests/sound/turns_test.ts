import assert from "node:assert/strict";
import { Turns } from "../../runtime/sound/turns.ts";

type When = "first" | "begin" | "soon" | "atLeisure";

/** Turns and time that come by hand, and what was begun in them. */
class Hands {
  now = 0;
  readonly waiting: (() => void)[] = [];
  readonly #begun: string[] = [];
  readonly #turns = new Turns(
    (work) => void this.waiting.push(work),
    () => this.now,
  );

  /** A step that is over at once. */
  step(when: When, name: string): void {
    this.#turns[when](() => Promise.resolve(this.#begun.push(name)));
  }

  /** A step that is under way until the answer is called. */
  longStep(when: When, name: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turns[when](() => {
      this.#begun.push(name);
      return promise;
    });
    return resolve;
  }

  failing(error: Error): Promise<void> {
    return this.#turns.soon(() => Promise.reject(error));
  }

  async turn(): Promise<string[]> {
    this.waiting.shift()?.();
    // What hangs on what is over goes on.
    await new Promise((resolve) => queueMicrotask(() => setTimeout(resolve)));
    return this.#begun.splice(0);
  }

  /** What is begun in each turn until there is none. */
  async turns(): Promise<string> {
    const begun: string[] = [];
    while (this.waiting.length > 0) begun.push((await this.turn()).join("+"));
    return begun.join(" ");
  }
}

Deno.test("in each turn one step is begun: what completes a beginning, then what begins, then what is ahead of the ear", async () => {
  const hands = new Hands();
  hands.step("atLeisure", "a");
  hands.step("soon", "b");
  hands.step("begin", "c");
  hands.step("first", "d");
  hands.step("atLeisure", "e");
  hands.step("soon", "f");
  assert.equal(await hands.turns(), "d c b f a e");
});

Deno.test("what has waited for long goes before what begins now", async () => {
  const hands = new Hands();
  hands.step("soon", "old");
  hands.now = 240;
  hands.step("begin", "a");
  hands.now = 260;
  hands.step("begin", "b");
  hands.step("soon", "young");
  assert.equal(await hands.turns(), "a old b young");
});

Deno.test("four begin at once, each that is over lets the next begin", async () => {
  const hands = new Hands();
  const over = ["a", "b", "c", "d", "e", "f"].map((name) =>
    hands.longStep("begin", name)
  );
  assert.equal(await hands.turns(), "a b c d");
  hands.step("soon", "g");
  assert.equal(await hands.turns(), "g", "others are not kept");
  over[2]();
  assert.deepEqual(await hands.turn(), []);
  assert.equal(await hands.turns(), "e");
  over.forEach((done) => done());
  await hands.turn();
  assert.equal(await hands.turns(), "f");
});

Deno.test("beginnings that the disk holds up keep nobody from beginning", async () => {
  const hands = new Hands();
  const over = ["a", "b", "c", "d"].map((name) =>
    hands.longStep("begin", name)
  );
  hands.step("begin", "e");
  assert.equal(await hands.turns(), "a b c d");
  hands.now = 1001;
  hands.step("begin", "f");
  assert.equal(await hands.turns(), "e f");
  over.forEach((done) => done());
});

for (const when of ["first", "begin", "soon"] as const) {
  Deno.test(`nothing is done at leisure while a step of "${when}" is under way`, async () => {
    const hands = new Hands();
    hands.step("atLeisure", "a");
    const over = hands.longStep(when, "b");
    assert.equal(await hands.turns(), "b");
    over();
    await hands.turn();
    assert.equal(await hands.turns(), "a");
  });
}

Deno.test("a step that fails says so to who asked for it, and the next is done", async () => {
  const hands = new Hands();
  const failed = assert.rejects(hands.failing(new Error("no")), /no/);
  hands.step("atLeisure", "a");
  assert.equal(await hands.turns(), " a");
  await failed;
});

Deno.test("without steps there are no turns, and the next step makes one", async () => {
  const hands = new Hands();
  hands.step("soon", "a");
  assert.equal(await hands.turns(), "a");
  assert.equal(hands.waiting.length, 0);
  hands.step("atLeisure", "b");
  assert.equal(await hands.turns(), "b");
});
