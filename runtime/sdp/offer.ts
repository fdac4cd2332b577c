import {
  clockRateOf,
  COMFORT_NOISE,
  formatsOf,
  type NamedFormat,
} from "./codec.ts";
import { describeAudio, describeSession, refusedMedia } from "./describe.ts";
import type { MediaDescription } from "./description.ts";
import { eventFormat } from "./events.ts";
import type { LocalAudio } from "./local_audio.ts";
import { soundFormat } from "./opus.ts";
import { offeredProfile } from "./profile.ts";
import { formatSdp } from "./serialize.ts";

/** RFC 3551 §3: the payload types that are free for anything. */
const DYNAMIC = { first: 96, last: 127 };
/** What events of a clock are offered as; the peer may choose another. */
const EVENT_TYPES: Readonly<Record<number, number>> = { 8000: 101, 48000: 110 };

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
  return describeAudio(local, {
    formats: formatsOfOurs(local).map((format) => types.of(format)),
    ptime: local.ptime,
    direction: "sendrecv",
    // A port pair is ours anyway, and a stranger to RFC 5761 is not confused.
    rtcpMux: false,
    profile: offeredProfile(local.secrecy),
  });
}

/** Events are offered in the clock of each codec (RFC 4733 §2.5.1.1). */
function formatsOfOurs(
  { codecs, comfortNoise = false, telephoneEvent }: LocalAudio,
): NamedFormat[] {
  const clocks = telephoneEvent ? new Set(codecs.map(clockRateOf)) : [];
  return [
    ...codecs.map((codec) => soundFormat(codec, comfortNoise)),
    ...(comfortNoise ? [COMFORT_NOISE] : []),
    ...Array.from(clocks, (rate) => eventFormat(EVENT_TYPES[rate], rate)),
  ];
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

  of(format: NamedFormat): NamedFormat {
    const encoding = format.name.toLowerCase();
    const said = this.#types.get(encoding);
    const payloadType = said ?? this.#free(format.payloadType);
    this.#types.set(encoding, payloadType);
    return { ...format, payloadType };
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
