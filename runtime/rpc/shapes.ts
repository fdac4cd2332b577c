import * as z from "zod";
import type { VoiceMode } from "../media/voice_mode.ts";
import { LOUDEST } from "../media/volume.ts";
import { LONGEST_RECORDING } from "../sound/recording_length.ts";

/**
 * Shapes of parameters. A description says what would have been right: it goes
 * into the error of a wrong value, after "expected".
 */

/** Of a call or a conference; longer ones are mistakes. */
const WEEK = 7 * 86_400;

export const resId = z.string().min(1).max(128).describe(
  "the id of a resource",
);

export const callSeconds = secondsUpTo(WEEK);
export const recordSeconds = secondsUpTo(LONGEST_RECORDING);
export const ringSeconds = secondsUpTo(3600);
export const keySeconds = secondsUpTo(3600);

/** What ends a recording in which nobody speaks any more. */
export const silenceSeconds = z.number().min(0).max(LONGEST_RECORDING)
  .describe(`a number of seconds, at most ${LONGEST_RECORDING}; 0 means never`)
  .default(0);

function secondsUpTo(most: number): z.ZodNumber {
  const expected = `a number of seconds above 0, at most ${most}`;
  return z.number().positive().max(most).describe(expected);
}

export function wholeNumber(least: number, most: number): z.ZodInt {
  const expected = `a whole number from ${least} to ${most}`;
  return z.int().min(least).max(most).describe(expected);
}

/** How often more something is played after the first time. */
export const repeat = wholeNumber(0, 1000).default(0);

/** Numbers of the specification's table. */
export const recordFormat = z.int().min(1).max(6)
  .describe(
    "1 (8-bit PCM), 2 (A-law), 3 (µ-law), 4 (IMA ADPCM), 5 (GSM) or 6 (MP3)",
  );

/** Percent, as far as a mix can make it. */
export const volume = wholeNumber(0, LOUDEST).describe(
  `a volume in percent, at most ${LOUDEST}; 0 means 100`,
);

export const channels = z.literal([1, 2]).describe("1 or 2");

export const unixTime = z.int().min(0).describe(
  "a Unix time in whole seconds",
);

export const flag = z.boolean().describe("true or false");

const VOICE_MODE =
  "1 (hears and is heard), 2 (is heard), 3 (hears) or 4 (neither)";
export const voiceMode = z.int().min(1).max(4).describe(VOICE_MODE)
  .transform((mode) => mode as VoiceMode).describe(VOICE_MODE);

/** From what every receiver tells apart (ITU-T Q.24) to a key that is held. */
export const keyMilliseconds = wholeNumber(40, 10_000);

/** At least one key. */
export const keys = z.string().toUpperCase().regex(/^[0-9A-D*#]{1,256}$/)
  .describe("1 to 256 keys of 0-9, A-D, * and #");

/** Any number of keys, each of which counts by itself. */
export const keySet = z.string().toUpperCase().regex(/^[0-9A-D*#]{0,64}$/)
  .describe("up to 64 keys of 0-9, A-D, * and #");

/** Whether such an address exists is for the call to say. */
export const uri = z.string().trim().max(512).regex(/^[^\s\p{C}<>"]+$/u)
  .describe(
    "an address of the form [[sip[s]:]user@]host[:port][;transport=udp|tcp|tls|ws|wss]",
  );

/** More of them than a caller would wait for. */
const MOST_TARGETS = 16;

/** One address, or several of which the first that takes the call is called. */
export const uris = z.union([uri, z.array(uri).min(1).max(MOST_TARGETS)])
  .describe(
    `an address of the form [[sip[s]:]user@]host[:port][;transport=udp|tcp|tls|ws|wss], number@TRUNK or a number; or a list of up to ${MOST_TARGETS}`,
  );

export const fileName = z.string().max(4096).regex(/^[^\p{Cc}]+$/u)
  .describe("the name of a file");

export const userData = z.string().min(1).max(8192)
  .describe("a text of at most 8192 characters");

/** A final response; a text of a caller's own means the default. */
export const cause = z.union([
  z.int().min(200).max(699),
  z.string().regex(/\D/).max(256).transform(() => 603),
]).describe("a SIP status from 200 to 699");
