/*
 * spandsp's DVI4: `dvi4 encode` makes payloads of 160 samples out of 16-bit
 * sound, `dvi4 decode` makes sound out of such payloads; stdin to stdout.
 */
#include <spandsp.h>
#include <stdint.h>
#include <stdio.h>

enum { SAMPLES = 160, BYTES = 84 };

int main(int argc, char *argv[]) {
  int encodes = argc > 1 && argv[1][0] == 'e';
  ima_adpcm_state_t *state = ima_adpcm_init(NULL, IMA_ADPCM_DVI4, 0);
  int16_t sound[SAMPLES];
  uint8_t payload[BYTES];
  for (;;) {
    if (encodes) {
      if (fread(sound, sizeof sound, 1, stdin) != 1) break;
      int length = ima_adpcm_encode(state, payload, sound, SAMPLES);
      fwrite(payload, length, 1, stdout);
    } else {
      if (fread(payload, BYTES, 1, stdin) != 1) break;
      int samples = ima_adpcm_decode(state, sound, payload, BYTES);
      fwrite(sound, sizeof(int16_t), samples, stdout);
    }
  }
  return ima_adpcm_free(state);
}
