import { type Arrows, step } from "../base/machine.ts";

/**
 * Takes inputs. A method, so that a machine can stand where inputs are named
 * that it does not know: `step` lets those change nothing.
 */
export interface Machine<Input extends string> {
  readonly state: string;
  input(input: Input): void;
}

/** A table that runs: remembers the state and performs the actions. */
export class Running<
  State extends string,
  Input extends string,
  Action extends string,
> implements Machine<Input> {
  #state: State;
  readonly #arrows: Arrows<State, Input, Action>;
  readonly #perform: Readonly<Record<Action, () => void>>;

  constructor(
    arrows: Arrows<State, Input, Action>,
    first: State,
    perform: Readonly<Record<Action, () => void>>,
  ) {
    this.#arrows = arrows;
    this.#state = first;
    this.#perform = perform;
  }

  get state(): State {
    return this.#state;
  }

  input(input: Input): void {
    const [next, ...actions] = step(this.#arrows, this.#state, input);
    this.#state = next;
    for (const action of actions) this.#perform[action]();
  }
}
