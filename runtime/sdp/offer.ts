import {
  CODECS,
  COMFORT_NOISE,
  formatsOf,
  type NamedFormat,
  TELEPHONE_EVENT_TYPE,
} from "./codec.ts";
import { describeAudio, describeSession, refusedMedia } from "./describe.ts";
import type { MediaDescription } from "./description.ts";
import { CLOCK_RATE, eventEncoding } from "./events.ts";
import type { LocalAudio } from "./local_audio.ts";
import { offeredProfile } from "./profile.ts";
import { formatSdp } from "./serialize.ts";

/** RFC 3551 §3: the payload types that are free for anything. */
const DYNAMIC = { first: 96, last: 127 };

/**
 * Offers one audio stream, both ways (RFC 3264 §5). In a session that has been
 * described before, `before` is what we said last: each stream keeps its place,
 * and each payload type its meaning (§8).
 */
export function makeOffer(
  local: LocalAudio,
  before: readonly MediaDescription[] = [],
): string {
  const slot = Math.max(0, before.findIndex(isOurs));
  const audio = offered(local, before[slot] ?? null);
  const media = before.length === 0
    ? [audio]
    : before.map((other, at) => at === slot ? audio : refusedMedia(other));
  return formatSdp(describeSession(local, "0 0", media));
}

/** The stream that has had sound; port 0 stands for all the others. */
function isOurs({ kind, port }: MediaDescription): boolean {
  return kind === "audio" && port > 0;
}

function offered(
  local: LocalAudio,
  before: MediaDescription | null,
): MediaDescription {
  const types = new PayloadTypes(before);
  const named = local.codecs.map((codec) => types.of(CODECS[codec]));
  const noise = local.comfortNoise ? [types.of(COMFORT_NOISE)] : [];
  return describeAudio(local, {
    formats: [...named, ...noise],
    events: local.telephoneEvent ? types.events() : null,
    ptime: local.ptime,
    direction: "sendrecv",
    // A port pair is ours anyway, and a stranger to RFC 5761 is not confused.
    rtcpMux: false,
    profile: offeredProfile(local.secrecy),
  });
}

/** Which payload type stands for what, as far as that was said before. */
class PayloadTypes {
  /** By encoding, in lower case. */
  readonly #types: Map<string, number>;

  constructor(before: MediaDescription | null) {
    const said = before ? formatsOf(before) : [];
    this.#types = new Map(
      said.map(({ encoding, payloadType }) => [encoding, payloadType]),
    );
  }

  of({ name, payloadType }: NamedFormat): NamedFormat {
    const said = this.#types.get(name.toLowerCase());
    return { name, payloadType: said ?? this.#free(payloadType) };
  }

  events(): { payloadType: number; clockRate: number } {
    const name = eventEncoding(CLOCK_RATE);
    const { payloadType } = this.of({
      name,
      payloadType: TELEPHONE_EVENT_TYPE,
    });
    return { payloadType, clockRate: CLOCK_RATE };
  }

  /** The wanted one, unless it has stood for something else. */
  #free(wanted: number): number {
    const taken = new Set(this.#types.values());
    if (!taken.has(wanted)) return wanted;
    const { first, last } = DYNAMIC;
    for (let type = first; type < last; type++) {
      if (!taken.has(type)) return type;
    }
    return last;
  }
}
