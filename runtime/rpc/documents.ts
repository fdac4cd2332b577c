import type { Place } from "./about.ts";
import { asyncApi, asyncApiMessages, type Messages } from "./asyncapi.ts";
import { openRpc, openRpcMethods } from "./openrpc.ts";

/**
 * The API for other programs. What is made of the tables is made once, when
 * somebody asks: the tables do not change while the node runs.
 */
export class Documents {
  #methods: readonly object[] | null = null;
  #messages: Messages | null = null;

  openRpc(place: Place): object {
    return openRpc(place, this.#methods ??= openRpcMethods());
  }

  asyncApi(place: Place): object {
    return asyncApi(place, this.#messages ??= asyncApiMessages());
  }
}
