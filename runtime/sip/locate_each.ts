import type { Cancel } from "../base/clock.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Hop } from "./transport.ts";
import type { SipUri } from "./uri.ts";

/** Finds the ways to several URIs: all to the first, then all to the next. */
export function locateEach(
  endpoint: Pick<Endpoint, "locate">,
  uris: readonly SipUri[],
  found: (hops: readonly Hop[]) => void,
): Cancel {
  const ways: (readonly Hop[])[] = uris.map(() => []);
  let left = uris.length;
  const cancels = uris.map((uri, at) =>
    endpoint.locate(uri, (hops) => {
      ways[at] = hops;
      if (--left === 0) found(ways.flat());
    })
  );
  return () => cancels.forEach((cancel) => cancel());
}
