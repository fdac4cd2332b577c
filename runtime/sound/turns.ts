import { setImmediate } from "node:timers";

/** Runs work in a turn of the event loop of its own. */
export type Later = (work: () => void) => void;

/**
 * Beginnings under way at once: one decodes while the others wait for the disk.
 * Were there more, all of many that begin at once would be done last.
 */
const MOST_BEGINNING = 4;
/** A beginning that takes longer is held up by its disk, and keeps nobody, ms. */
const HELD_UP = 1000;
/** What is played must begin in 50 ms; what is asked for ahead of the ear can wait. */
const DUE = { first: -Infinity, beginning: 50, soon: 300, leisure: Infinity };

type Kind = keyof typeof DUE;

interface Step {
  readonly kind: Kind;
  /** By when it should have begun, ms. */
  readonly due: number;
  /** Resolves, whatever comes of it, when it is over. */
  readonly run: () => Promise<void>;
}

/**
 * Lets long work be done a step at a time, each begun in a turn of its own, so
 * that messages come in between. What is due first comes first, and nothing is
 * done at leisure while there is work that somebody waits for.
 */
export class Turns {
  readonly #later: Later;
  readonly #now: () => number;
  /** What is due first stands first. */
  readonly #steps: Step[] = [];
  /** What somebody waits for and is not over, and since when, ms. */
  readonly #underWay = new Map<Step, number>();
  #isTurning = false;

  constructor(later: Later = setImmediate, now = () => performance.now()) {
    this.#later = later;
    this.#now = now;
  }

  /** A step that is short and makes a beginning complete: before all else. */
  first<Result>(step: () => Promise<Result>): Promise<Result> {
    return this.#queue("first", step);
  }

  /** What must be done before a sound is heard; few of them are done at once. */
  begin<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#queue("beginning", work);
  }

  /** A step that somebody waits for who still has something to play. */
  soon<Result>(step: () => Promise<Result>): Promise<Result> {
    return this.#queue("soon", step);
  }

  /** A step that nobody waits for. */
  atLeisure<Result>(step: () => Promise<Result>): Promise<Result> {
    return this.#queue("leisure", step);
  }

  #queue<Result>(
    kind: Kind,
    step: () => Promise<Result>,
  ): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const run = async () => {
      try {
        resolve(await step());
      } catch (error) {
        reject(error);
      }
    };
    this.#insert({ kind, due: this.#now() + DUE[kind], run });
    this.#goOn();
    return promise;
  }

  #insert(step: Step): void {
    const before = this.#steps.findLastIndex(({ due }) => due <= step.due);
    this.#steps.splice(before + 1, 0, step);
  }

  /** Turns, as long as there is a step that may be done. */
  #goOn(): void {
    if (this.#isTurning || this.#nextStep === -1) return;
    this.#isTurning = true;
    this.#later(() => this.#turn());
  }

  #turn(): void {
    this.#isTurning = false;
    const next = this.#nextStep;
    if (next === -1) return;
    const [step] = this.#steps.splice(next, 1);
    this.#do(step);
    this.#goOn();
  }

  async #do(step: Step): Promise<void> {
    if (step.kind !== "leisure") this.#underWay.set(step, this.#now());
    await step.run();
    this.#underWay.delete(step);
    this.#goOn();
  }

  /** -1: none may be done now. */
  get #nextStep(): number {
    const since = this.#now() - HELD_UP;
    let [all, beginning] = [0, 0];
    for (const [{ kind }, begun] of this.#underWay) {
      if (begun < since) continue;
      all++;
      if (kind === "beginning") beginning++;
    }
    return this.#steps.findIndex(({ kind }) => {
      if (kind === "leisure") return all === 0;
      return kind !== "beginning" || beginning < MOST_BEGINNING;
    });
  }
}
