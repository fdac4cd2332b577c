/*
 * The same work in plain C, as one would write it down without thinking of
 * vectors; what the compiler makes of it depends on the options it is given.
 */
#include "harness.h"
#include <math.h>

enum { MOST_PARTIES = 100, DTMF_BLOCK = 102 };

/* Seen by other files, or nobody would need what is written to them. */
uint8_t bytes[SAMPLES];
int16_t samples[SAMPLES], heard[MOST_PARTIES][FRAME];

static uint8_t acodes[SAMPLES], ucodes[SAMPLES];
static int16_t alaw_samples[256], mulaw_samples[256];
static uint8_t alaw_codes[65536], mulaw_codes[65536];
static int16_t voices[MOST_PARTIES][FRAME];
static volatile float energy;

/* Eight recursions of Goertzel over blocks of 102 samples, no decision. */
static void goertzel(int sound) {
  static const float hz[8] = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
  float c[8], s1[8] = {0}, s2[8] = {0};
  for (int k = 0; k < 8; k++) c[k] = 2 * cosf(2 * (float)M_PI * hz[k] / 8000);
  for (int n = 0, block = 0; n < SAMPLES; n++) {
    for (int k = 0; k < 8; k++) {
      float s = sounds[sound][n] + c[k] * s1[k] - s2[k];
      s2[k] = s1[k];
      s1[k] = s;
    }
    if (++block < DTMF_BLOCK) continue;
    block = 0;
    for (int k = 0; k < 8; k++) {
      energy = s1[k] * s1[k] + s2[k] * s2[k] - c[k] * s1[k] * s2[k];
      s1[k] = s2[k] = 0;
    }
  }
}

/* ITU-T G.711 by its segments, as G.191 writes it down. */
static uint8_t alaw_code(int16_t sample) {
  int magnitude = sample < 0 ? ~sample >> 4 : sample >> 4;
  if (magnitude > 15) {
    int segment = 1;
    while (magnitude > 31) {
      magnitude >>= 1;
      segment++;
    }
    magnitude = magnitude - 16 + (segment << 4);
  }
  return (sample < 0 ? magnitude : magnitude | 0x80) ^ 0x55;
}

static uint8_t mulaw_code(int16_t sample) {
  int magnitude = (sample < 0 ? ~sample >> 2 : sample >> 2) + 33;
  if (magnitude > 0x1fff) magnitude = 0x1fff;
  int segment = 1;
  for (int rest = magnitude >> 6; rest; rest >>= 1) segment++;
  int code = (8 - segment) << 4 | (15 - (magnitude >> segment & 15));
  return sample < 0 ? code : code | 0x80;
}

static int16_t alaw_sample(uint8_t code) {
  int bits = code ^ 0x55, segment = bits >> 4 & 7;
  int size = ((bits & 15) << 4) + 8;
  if (segment) size = (size + 256) << (segment - 1);
  return bits & 0x80 ? size : -size;
}

static int16_t mulaw_sample(uint8_t code) {
  int bits = 255 - code;
  int size = (((bits & 15) * 2 + 33) << (bits >> 4 & 7)) - 33;
  return bits & 0x80 ? -4 * size : 4 * size;
}

static void alaw_search(int unused) {
  (void)unused;
  for (int n = 0; n < SAMPLES; n++) bytes[n] = alaw_code(sounds[SPEECH][n]);
}

static void mulaw_search(int unused) {
  (void)unused;
  for (int n = 0; n < SAMPLES; n++) bytes[n] = mulaw_code(sounds[SPEECH][n]);
}

static void alaw_look_up(int unused) {
  (void)unused;
  for (int n = 0; n < SAMPLES; n++)
    bytes[n] = alaw_codes[(uint16_t)sounds[SPEECH][n]];
}

static void mulaw_look_up(int unused) {
  (void)unused;
  for (int n = 0; n < SAMPLES; n++)
    bytes[n] = mulaw_codes[(uint16_t)sounds[SPEECH][n]];
}

static void alaw_decode(int unused) {
  (void)unused;
  for (int n = 0; n < SAMPLES; n++) samples[n] = alaw_samples[acodes[n]];
}

static void mulaw_decode(int unused) {
  (void)unused;
  for (int n = 0; n < SAMPLES; n++) samples[n] = mulaw_samples[ucodes[n]];
}

/* Everybody gets the sum of all the others, clipped once. */
static void mix(int parties) {
  int32_t sum[FRAME] = {0};
  for (int p = 0; p < parties; p++)
    for (int n = 0; n < FRAME; n++) sum[n] += voices[p][n];
  for (int p = 0; p < parties; p++)
    for (int n = 0; n < FRAME; n++) {
      int32_t others = sum[n] - voices[p][n];
      heard[p][n] = others > 32767 ? 32767 : others < -32768 ? -32768 : others;
    }
}

static void fill_tables(void) {
  for (int code = 0; code < 256; code++) {
    alaw_samples[code] = alaw_sample(code);
    mulaw_samples[code] = mulaw_sample(code);
  }
  for (int sample = -32768; sample < 32768; sample++) {
    alaw_codes[(uint16_t)sample] = alaw_code(sample);
    mulaw_codes[(uint16_t)sample] = mulaw_code(sample);
  }
  for (int n = 0; n < SAMPLES; n++) {
    acodes[n] = alaw_code(sounds[SPEECH][n]);
    ucodes[n] = mulaw_code(sounds[SPEECH][n]);
  }
  for (int p = 0; p < MOST_PARTIES; p++)
    memcpy(voices[p], sounds[SPEECH] + p * FRAME, sizeof voices[p]);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  read_sounds(argv[1]);
  fill_tables();
  struct work works[] = {
    {"goertzel-speech", goertzel, SPEECH, FRAMES, 0},
    {"goertzel-keys", goertzel, KEYS, FRAMES, 0},
    {"goertzel-noise", goertzel, NOISE, FRAMES, 0},
    {"pcma-search", alaw_search, 0, FRAMES, 0},
    {"pcmu-search", mulaw_search, 0, FRAMES, 0},
    {"pcma-look-up", alaw_look_up, 0, FRAMES, 0},
    {"pcmu-look-up", mulaw_look_up, 0, FRAMES, 0},
    {"pcma-decode", alaw_decode, 0, FRAMES, 0},
    {"pcmu-decode", mulaw_decode, 0, FRAMES, 0},
    {"mix-3", mix, 3, 1, 0},
    {"mix-10", mix, 10, 1, 0},
    {"mix-100", mix, 100, 1, 0},
  };
  return serve(works, sizeof works / sizeof *works);
}
