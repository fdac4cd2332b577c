import { CallEnded, type Client, connect } from "../runtime/client/mod.ts";

/**
 * Calls one, then another, whom the first hears ring, and connects them. Gives
 * how many seconds they spoke.
 * @throws {CallEnded} one of the two was not reached
 */
export async function callBack(
  client: Client,
  first: string,
  second: string,
): Promise<number> {
  const caller = await client.dial({ toUri: first });
  try {
    const parentCallResId = caller.resId;
    const callee = await client.construct({ toUri: second, parentCallResId });
    // Nobody is called for one who is gone.
    caller.released.then(() => callee.drop()).catch(() => {});
    await callee.dialled;
    const { beginTime, endTime } = await caller.connect(callee);
    await callee.drop().catch(isGone);
    return endTime - beginTime;
  } finally {
    await caller.drop().catch(isGone);
  }
}

/** That a call has ended already is no fault of who ends it. */
function isGone(error: unknown): void {
  if (!(error instanceof CallEnded)) throw error;
}

if (import.meta.main) {
  const client = await connect("http://127.0.0.1:8080", { group: "call-back" });
  const [first, second] = Deno.args;
  await callBack(client, first, second);
  client.close();
}
