/* What the parts of spandsp cost: Debian's library as it is installed. */
#include "harness.h"
#include <spandsp.h>

static dtmf_rx_state_t *plain, *filtered;
static g711_state_t *alaw, *ulaw;
static gsm0610_state_t *gsm;
static ima_adpcm_state_t *ima_in, *ima_out;

static uint8_t acodes[SAMPLES], ucodes[SAMPLES];
static uint8_t gsm_frames[33 * FRAMES];
/* RFC 3551 §4.5.1: four bytes of state, then a nibble a sample. */
enum { DVI4_BYTES = 4 + FRAME / 2 };
static uint8_t ima_codes[DVI4_BYTES * FRAMES];
static uint8_t bytes[SAMPLES];
static int16_t samples[SAMPLES];
static volatile int keys_heard;

static void heard(void *unused, const char *digits, int count) {
  (void)unused, (void)digits;
  keys_heard += count;
}

static void dtmf(int sound) {
  for (int n = 0; n < SAMPLES; n += FRAME)
    dtmf_rx(plain, sounds[sound] + n, FRAME);
}

static void dtmf_filtered(int sound) {
  for (int n = 0; n < SAMPLES; n += FRAME)
    dtmf_rx(filtered, sounds[sound] + n, FRAME);
}

static void encode(int law) {
  g711_state_t *state = law == G711_ALAW ? alaw : ulaw;
  for (int n = 0; n < SAMPLES; n += FRAME)
    g711_encode(state, bytes + n, sounds[SPEECH] + n, FRAME);
}

static void decode(int law) {
  g711_state_t *state = law == G711_ALAW ? alaw : ulaw;
  uint8_t *codes = law == G711_ALAW ? acodes : ucodes;
  for (int n = 0; n < SAMPLES; n += FRAME)
    g711_decode(state, samples + n, codes + n, FRAME);
}

static void gsm_encode(int unused) {
  (void)unused;
  gsm0610_encode(gsm, bytes, sounds[SPEECH], SAMPLES);
}

static void gsm_decode(int unused) {
  (void)unused;
  gsm0610_decode(gsm, samples, gsm_frames, sizeof gsm_frames);
}

static void ima_encode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++)
    ima_adpcm_encode(ima_out, bytes + n * DVI4_BYTES,
                     sounds[SPEECH] + n * FRAME, FRAME);
}

static void ima_decode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++)
    ima_adpcm_decode(ima_in, samples + n * FRAME, ima_codes + n * DVI4_BYTES,
                     DVI4_BYTES);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  read_sounds(argv[1]);
  plain = dtmf_rx_init(NULL, heard, NULL);
  filtered = dtmf_rx_init(NULL, heard, NULL);
  dtmf_rx_parms(filtered, 1, -1, -1, -99);
  alaw = g711_init(NULL, G711_ALAW);
  ulaw = g711_init(NULL, G711_ULAW);
  gsm = gsm0610_init(NULL, GSM0610_PACKING_VOIP);
  ima_in = ima_adpcm_init(NULL, IMA_ADPCM_DVI4, 0);
  ima_out = ima_adpcm_init(NULL, IMA_ADPCM_DVI4, 0);
  g711_encode(alaw, acodes, sounds[SPEECH], SAMPLES);
  g711_encode(ulaw, ucodes, sounds[SPEECH], SAMPLES);
  gsm0610_encode(gsm, gsm_frames, sounds[SPEECH], SAMPLES);
  ima_encode(0);
  memcpy(ima_codes, bytes, sizeof ima_codes);
  struct work works[] = {
    {"dtmf-speech", dtmf, SPEECH, FRAMES, 0},
    {"dtmf-keys", dtmf, KEYS, FRAMES, 0},
    {"dtmf-noise", dtmf, NOISE, FRAMES, 0},
    {"dtmf-filtered-speech", dtmf_filtered, SPEECH, FRAMES, 0},
    {"dtmf-filtered-keys", dtmf_filtered, KEYS, FRAMES, 0},
    {"dtmf-filtered-noise", dtmf_filtered, NOISE, FRAMES, 0},
    {"pcma-encode", encode, G711_ALAW, FRAMES, 0},
    {"pcmu-encode", encode, G711_ULAW, FRAMES, 0},
    {"pcma-decode", decode, G711_ALAW, FRAMES, 0},
    {"pcmu-decode", decode, G711_ULAW, FRAMES, 0},
    {"gsm-encode", gsm_encode, 0, FRAMES, 0},
    {"gsm-decode", gsm_decode, 0, FRAMES, 0},
    {"ima-encode", ima_encode, 0, FRAMES, 0},
    {"ima-decode", ima_decode, 0, FRAMES, 0},
  };
  return serve(works, sizeof works / sizeof *works);
}
