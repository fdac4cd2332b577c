/* What GSM 06.10 costs in libgsm: Debian's library as it is installed. */
#include "harness.h"
#include <gsm.h>

static gsm coder, decoder;
static gsm_frame frames[FRAMES], frame;
static gsm_signal samples[FRAME];

static void encode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++)
    gsm_encode(coder, sounds[SPEECH] + n * FRAME, frame);
}

static void decode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++) gsm_decode(decoder, frames[n], samples);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  read_sounds(argv[1]);
  coder = gsm_create();
  decoder = gsm_create();
  for (int n = 0; n < FRAMES; n++)
    gsm_encode(coder, sounds[SPEECH] + n * FRAME, frames[n]);
  struct work works[] = {
    {"gsm-encode", encode, 0, FRAMES, 0},
    {"gsm-decode", decode, 0, FRAMES, 0},
  };
  return serve(works, sizeof works / sizeof *works);
}
