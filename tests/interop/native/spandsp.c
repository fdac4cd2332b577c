/*
 * Hears keys with spandsp: the tests' reference. Reads 8 kHz, 16-bit samples of
 * one channel from the standard input and prints "KEY SAMPLE" for each key that
 * is told, SAMPLE being how many samples had been given by then.
 *
 *   spandsp FILTER [LOST]
 *
 * FILTER is 1 for its dial tone filter. LOST names a file that has one byte for
 * each 20 ms; where it is not 0 the samples count as lost.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <spandsp.h>

enum { FRAME = 160, STEP = 40 };

static void tell(dtmf_rx_state_t *receiver, long samples) {
  char keys[MAX_DTMF_DIGITS + 1];
  size_t count = dtmf_rx_get(receiver, keys, MAX_DTMF_DIGITS);
  for (size_t n = 0; n < count; n++) printf("%c %ld\n", keys[n], samples);
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  dtmf_rx_state_t *receiver = dtmf_rx_init(NULL, NULL, NULL);
  if (!receiver) return 1;
  dtmf_rx_parms(receiver, atoi(arguments[1]), -1, -1, -99);
  FILE *lost = count > 2 ? fopen(arguments[2], "rb") : NULL;
  int16_t sound[FRAME];
  long samples = 0;
  size_t length;
  while ((length = fread(sound, sizeof sound[0], FRAME, stdin)) > 0) {
    if (lost && fgetc(lost) > 0) {
      dtmf_rx_fillin(receiver, (int)length);
      samples += (long)length;
      continue;
    }
    for (size_t at = 0; at < length; at += STEP) {
      int step = length - at < STEP ? (int)(length - at) : STEP;
      dtmf_rx(receiver, sound + at, step);
      samples += step;
      tell(receiver, samples);
    }
  }
  return 0;
}
