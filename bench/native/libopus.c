/* What Opus at 8 kHz costs in libopus: Debian's library as it is installed. */
#include "harness.h"
#include <opus/opus.h>

enum { RATE = 8000, BITRATE = 32000, COMPLEXITY = 2, LOSS = 10, MOST = 320 };

static OpusEncoder *coder;
static OpusDecoder *decoder;
static unsigned char packets[FRAMES][MOST], packet[MOST];
static int lengths[FRAMES];
static short samples[FRAME];

static void encode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++)
    opus_encode(coder, sounds[SPEECH] + n * FRAME, FRAME, packet, MOST);
}

static void decode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++)
    opus_decode(decoder, packets[n], lengths[n], samples, FRAME, 0);
}

int main(int argc, char **argv) {
  int error;
  if (argc < 2) return 1;
  read_sounds(argv[1]);
  coder = opus_encoder_create(RATE, 1, OPUS_APPLICATION_AUDIO, &error);
  decoder = opus_decoder_create(RATE, 1, &error);
  opus_encoder_ctl(coder, OPUS_SET_BITRATE(BITRATE));
  opus_encoder_ctl(coder, OPUS_SET_COMPLEXITY(COMPLEXITY));
  opus_encoder_ctl(coder, OPUS_SET_INBAND_FEC(1));
  opus_encoder_ctl(coder, OPUS_SET_PACKET_LOSS_PERC(LOSS));
  opus_encoder_ctl(coder, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
  for (int n = 0; n < FRAMES; n++)
    lengths[n] = opus_encode(coder, sounds[SPEECH] + n * FRAME, FRAME,
                             packets[n], MOST);
  struct work works[] = {
    {"opus-encode", encode, 0, FRAMES, 0},
    {"opus-decode", decode, 0, FRAMES, 0},
  };
  return serve(works, sizeof works / sizeof *works);
}
