import type { MixPart } from "../core/gain.ts";

/** `voice_mode` of `sys.call.rst`, as the conference sees its member. */
export type VoiceMode = 1 | 2 | 3 | 4;

/** What a member of a conference is in its mix. */
export const VOICE_MODES: Readonly<
  Record<VoiceMode, Required<Pick<MixPart, "talk" | "listen">>>
> = {
  /** 放音+收音: it hears and is heard. */
  1: { talk: true, listen: true },
  /** 收音: it is heard. */
  2: { talk: true, listen: false },
  /** 放音: it hears. */
  3: { talk: false, listen: true },
  /** 无: neither. */
  4: { talk: false, listen: false },
};
