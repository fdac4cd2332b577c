import { setImmediate } from "node:timers/promises";
import type { Datagrams } from "../../runtime/net/datagram.ts";
import { LibcDatagrams } from "../../runtime/net/libc_datagrams.ts";
import { DenoDatagrams } from "../../runtime/net/udp.ts";

/** What the core has room for. */
const BUFFER_BYTES = 8192;

/** A way of doing UDP in a test: looked at until the test is over. */
export interface Backend {
  readonly datagrams: Datagrams;
  /** Looks at the sockets until `done`. */
  until(done: () => boolean): Promise<void>;
}

function backend(datagrams: Datagrams): Backend {
  return {
    datagrams,
    async until(done) {
      for (datagrams.poll(); !done(); datagrams.poll()) await setImmediate();
    },
  };
}

/** One test for each way of doing UDP. */
export function testDatagrams(
  name: string,
  act: (backend: Backend) => Promise<void> | void,
): void {
  Deno.test(`${name}, by Deno`, () => act(backend(new DenoDatagrams())));
  Deno.test(`${name}, by libc`, async () => {
    const datagrams = new LibcDatagrams(new Uint8Array(BUFFER_BYTES));
    await act(backend(datagrams));
    datagrams.close();
  });
}
