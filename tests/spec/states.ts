import { type Held, held } from "./specification.ts";

/** The chapter of `sys.call.rst` about the states of a call. */
export const STATES: readonly Held[] = [
  held(
    "the graph: which state leads to which",
    "call/states_test.ts",
    "the states of a call lead where the graph of sys.call leads",
  ),
  held(
    "hung up in Idle a call is released",
    "call/calls_test.ts",
    "a BYE on Idle releases the call before anything else happens",
  ),
  held(
    "hung up in an action it is Idle first and soon released, usually within 5 ms",
    "scenario/hang_up_test.ts",
    "${when}: a BYE ends the call within 5 ms",
  ),
  held(
    "starts and stops of actions are replied to before their end is told",
    "call/play_test.ts",
    "the state is Play as soon as play_start has replied",
  ),
  held(
    "only in Idle may the next action begin",
    "call/methods_test.ts",
    "${what}: every method does what the table says, or is refused and nothing happens",
  ),
  held(
    "which has to wait for the end of the one before",
    "call/play_test.ts",
    "the next action may start from within the event",
  ),
];
