/**
 * A protocol machine is data: for each state and each input it listens to, the
 * next state and the actions to perform, in order.
 */
export type Arrows<
  State extends string,
  Input extends string,
  Action extends string,
> = {
  readonly [S in State]: {
    readonly [I in Input]?: readonly [next: State, ...actions: Action[]];
  };
};

/**
 * Says where `input` leads from `state` and what to do on the way. An input
 * the state does not listen to changes nothing and does nothing.
 */
export function step<
  State extends string,
  Input extends string,
  Action extends string,
>(
  arrows: Arrows<State, Input, Action>,
  state: State,
  input: Input,
): readonly [next: State, ...actions: Action[]] {
  return arrows[state][input] ?? [state];
}
