/*
 * libgsm as a filter: `gsm encode|decode rtp|wav49`, 16-bit samples on one side
 * and frames on the other. What it refuses to decode becomes silence.
 */
#include <gsm.h>
#include <stdio.h>
#include <string.h>

static gsm_signal sound[160];
static gsm_byte bytes[33];

int main(int count, char **words) {
  if (count != 3) return 2;
  int wav49 = !strcmp(words[2], "wav49"), second = 0;
  gsm coder = gsm_create();
  gsm_option(coder, GSM_OPT_WAV49, &wav49);
  if (!strcmp(words[1], "encode")) {
    /* Half a byte of a block's first frame comes with its second one. */
    while (fread(sound, sizeof sound, 1, stdin)) {
      gsm_encode(coder, sound, bytes);
      fwrite(bytes, wav49 && !second ? 32 : 33, 1, stdout);
      second = !second;
    }
  } else {
    while (fread(bytes, wav49 && second ? 32 : 33, 1, stdin)) {
      if (gsm_decode(coder, bytes, sound)) memset(sound, 0, sizeof sound);
      fwrite(sound, sizeof sound, 1, stdout);
      second = !second;
    }
  }
  gsm_destroy(coder);
  return 0;
}
