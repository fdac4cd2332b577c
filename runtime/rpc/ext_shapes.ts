import { givenContent, givenFiles } from "./content.ts";
import {
  callSeconds,
  fileName,
  flag,
  keySeconds,
  keySet,
  recordFormat,
  ringSeconds,
  uri,
  uris,
  userData,
  wholeNumber,
} from "./shapes.ts";

/** Parameters of the services; what is additive comes last. */

const AN_HOUR = 3600;
const A_MINUTE = 60;
const REPEAT = wholeNumber(0, 1000).default(0);
/** Who speaks for an hour has been forgotten. */
const LIMIT = callSeconds.default(AN_HOUR);
const RING = ringSeconds.default(50);
const WHO = { from_uri: uri.optional(), to_uri: uris };

export const NOTIFY_CALL = {
  ...WHO,
  play_content: givenContent,
  play_repeat: REPEAT,
  max_ring_seconds: RING,
  user_data: userData.optional(),
  max_answer_seconds: LIMIT,
};

export const CAPTCHA_CALL = {
  ...WHO,
  max_ring_seconds: RING,
  valid_keys: keySet.min(1).default("0123456789*#ABCD"),
  max_keys: wholeNumber(1, 255).default(11),
  finish_keys: keySet.default("#"),
  first_key_timeout: keySeconds.default(45),
  continues_keys_timeout: keySeconds.default(30),
  play_content: givenContent.optional(),
  play_repeat: REPEAT,
  breaking_on_key: flag.default(true),
  including_finish_key: flag.default(false),
  user_data: userData.optional(),
  max_answer_seconds: LIMIT,
};

export const DUO_CALLBACK = {
  from1_uri: uri.optional(),
  to1_uri: uris,
  from2_uri: uri.optional(),
  to2_uri: uris,
  max_connect_seconds: callSeconds.default(A_MINUTE),
  max_ring_seconds: RING,
  ring_play_file: givenFiles.optional(),
  ring_play_mode: wholeNumber(0, 3).describe(
    "3: the file is not played; 0, 1 or 2: it is, while the second one rings",
  ).optional(),
  record_file: fileName.optional(),
  record_mode: wholeNumber(0, 2).describe(
    "0, 1 or 2: recorded is what both say once they are connected",
  ).default(0),
  record_format: recordFormat.default(2),
  play_mode: wholeNumber(0, 3).describe(
    "0: once when they are connected, 1: over and over, 3: once after play_after_seconds",
  ).default(0),
  play_after_seconds: callSeconds.optional(),
  play_file: givenFiles.optional(),
  user_data1: userData.optional(),
  user_data2: userData.optional(),
};
