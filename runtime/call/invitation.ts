import type { CallerWords } from "../trunk/caller.ts";
import type { Way } from "../trunk/way.ts";
import type { Leg } from "./leg.ts";

/** An INVITE to be sent; our own address is known once its route is. */
export interface Invitation extends Pick<Way, "to" | "route" | "credentials"> {
  /** What it says of who calls. */
  words(localAddress: string): CallerWords;
  /** The description to offer. */
  offer(localAddress: string): string;
  /** Whether another one follows where that is not acceptable. */
  offersAgain(): boolean;
}

/** Invites by a way to a leg; `advertised` is how we call an address of ours. */
export function invitation(
  leg: Leg,
  { to, route, credentials, words }: Way,
  advertised: (localAddress: string) => string,
): Invitation {
  return {
    to,
    route,
    credentials,
    words: (localAddress) => words(advertised(localAddress)),
    offer: (localAddress) => leg.offer(advertised(localAddress)),
    offersAgain: () => leg.offersAgain(),
  };
}
