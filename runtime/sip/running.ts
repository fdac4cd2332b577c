import { type Arrows, step } from "../base/machine.ts";

/**
 * Takes inputs. A method, so that a machine can stand where inputs are named
 * that it does not know: `step` lets those change nothing.
 */
export interface Machine<Input extends string> {
  readonly state: string;
  input(input: Input): void;
}

/** What a machine's owner does for each action: one table for all owners. */
export type Performances<Action extends string, Owner> = Readonly<
  Record<Action, (owner: Owner) => void>
>;

/** A table that runs: remembers the state and performs the actions. */
export class Running<
  State extends string,
  Input extends string,
  Action extends string,
  Owner = void,
> implements Machine<Input> {
  #state: State;
  readonly #arrows: Arrows<State, Input, Action>;
  readonly #perform: Performances<Action, Owner>;
  readonly #owner: Owner;

  constructor(
    arrows: Arrows<State, Input, Action>,
    first: State,
    perform: Performances<Action, Owner>,
    owner: Owner,
  ) {
    this.#arrows = arrows;
    this.#state = first;
    this.#perform = perform;
    this.#owner = owner;
  }

  get state(): State {
    return this.#state;
  }

  input(input: Input): void {
    const [next, ...actions] = step(this.#arrows, this.#state, input);
    this.#state = next;
    for (const action of actions) this.#perform[action](this.#owner);
  }
}
