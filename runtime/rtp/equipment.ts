import type { EngineCodec } from "../core/engine.ts";

/** What a codec does to speech, by itself and when packets of it are lost. */
export interface Equipment {
  /** Ie, on the scale of R: what the codec costs when nothing is lost. */
  readonly impairment: number;
  /** Bpl: the higher, the less a lost packet costs. */
  readonly robustness: number;
}

/** ITU-T G.113 (2007) Appendix I: G.711 with the concealment of its Appendix I. */
const G711: Equipment = { impairment: 0, robustness: 25.1 };

/**
 * The provisional planning values of ITU-T G.113 (2007) Appendix I, as far as it
 * has them; the others are derived from their neighbours there:
 *
 * - GSM 06.10 has its Ie (20) there but no Bpl. It is given that of
 *   GSM-EFR (10), whose frames are as long and as dependent on each other.
 * - DVI4 is not there. It is ADPCM at 32 kbit/s, as G.726 is, whose Ie
 *   (7) it is given. Each of its packets begins with the state of its decoder
 *   (RFC 3551 §4.5.1), so that a lost one costs what it does of G.711.
 * - Opus is not there for 8 kHz. It is given the Ie of GSM-EFR (5), which codes
 *   as it does at half its bit rate; what its redundancy recovers is not lost,
 *   and the rest costs what it does of GSM-EFR.
 */
export const EQUIPMENT: Readonly<Record<EngineCodec, Equipment>> = {
  pcmu: G711,
  pcma: G711,
  gsm: { impairment: 20, robustness: 10 },
  dvi4: { impairment: 7, robustness: G711.robustness },
  opus: { impairment: 5, robustness: 10 },
};
