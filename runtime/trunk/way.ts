import type { AudioCodec } from "../sdp/stream.ts";
import type { Credentials } from "../sip/credentials.ts";
import type { SipUri } from "../sip/uri.ts";
import type { CallerWords } from "./caller.ts";
import type { TrunkSettings } from "./settings.ts";

/** How a call leaves the node. */
export interface Way {
  /** The Request-URI of its INVITE. */
  readonly to: string;
  /** Where that is sent, the first first; none: where the Request-URI leads. */
  readonly route: readonly SipUri[];
  /** What answers challenges; of this trunk alone. */
  readonly credentials: Credentials | null;
  /** What is offered; null: all that the node speaks. */
  readonly codecs: readonly AudioCodec[] | null;
  readonly security: TrunkSettings["security"];
  /** What the INVITE says of who calls, once our own host on the way is known. */
  words(ownHost: string): CallerWords;
  /** A call takes it; the returned function says that it has ended. */
  take(): () => void;
}
