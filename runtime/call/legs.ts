import type { Chance } from "../base/chance.ts";
import type { Log } from "../base/log.ts";
import type { Tally } from "../base/tally.ts";
import type { Media } from "../media/media.ts";
import type { MediaSecurity } from "../sdp/secrecy.ts";
import type { AudioCodec } from "../sdp/stream.ts";
import type { Way } from "../trunk/way.ts";
import { Leg } from "./leg.ts";

/** What a node wants of its calls' sound. */
export interface LegsParts {
  readonly media: Media;
  readonly log: Log;
  readonly chance: Chance;
  readonly tally: Tally;
  /** What we speak, the best first. */
  readonly localCodecs?: readonly AudioCodec[];
  /** Whether silence may be described instead of sent; no if absent. */
  readonly comfortNoise?: boolean;
  /** What is wanted of SRTP where no trunk says it; `none` if absent. */
  readonly security?: MediaSecurity;
  /** Says of an IP address that no RTP is sent there; of none if absent. */
  readonly forbids?: (address: string) => boolean;
}

/** What a trunk says of sound; null where it leaves that to the node. */
type TrunkSound = Pick<Way, "codecs" | "security">;

const CODECS: readonly AudioCodec[] = ["pcma", "pcmu", "gsm", "dvi4"];

/** Makes the sound of calls as the node wants it, and the trunk they go by. */
export class Legs {
  readonly #parts: LegsParts;

  constructor(parts: LegsParts) {
    this.#parts = parts;
  }

  outgoing(sessionId: number, trunk: TrunkSound): Leg {
    return this.#make(sessionId, trunk, this.#security(trunk));
  }

  /** Who leaves the offer to us cannot be asked again with a plain one. */
  incoming(sessionId: number, trunk: TrunkSound | null): Leg {
    const isRequired = this.#security(trunk) === "require";
    return this.#make(sessionId, trunk, isRequired ? "require" : "none");
  }

  #security(trunk: TrunkSound | null): MediaSecurity {
    return trunk?.security ?? this.#parts.security ?? "none";
  }

  #make(
    sessionId: number,
    trunk: TrunkSound | null,
    security: MediaSecurity,
  ): Leg {
    const { localCodecs = CODECS, comfortNoise = false } = this.#parts;
    const { forbids = () => false } = this.#parts;
    return new Leg({
      ...this.#parts,
      security,
      codecs: trunk?.codecs ?? localCodecs,
      comfortNoise,
      sessionId,
      forbids,
    });
  }
}
