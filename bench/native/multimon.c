/*
 * What the DTMF detector of multimon-ng costs. It is a program and no library:
 * so one pass is a run over so much sound that its start does not count.
 */
#include "harness.h"
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* It takes raw sound at this rate alone. */
enum { RATE = 22050, COUNT = (long)SAMPLES * RATE / 8000 - RATE / 8000 - 1 };
/* The same file so often: 500 s of sound. */
enum { FILES = 50 };

static const char *folder;

static void path_of(int sound, char *path, size_t size) {
  snprintf(path, size, "%s/multimon-%d", folder, sound);
}

/* Straight lines between the samples: only the time it takes is of interest. */
static void write_resampled(int sound) {
  char path[4096];
  path_of(sound, path, sizeof path);
  FILE *file = fopen(path, "wb");
  if (!file) exit(1);
  for (int n = 0; n < COUNT; n++) {
    double at = n * 8000.0 / RATE;
    const int16_t *from = &sounds[sound][(int)at];
    int16_t sample = from[0] + (from[1] - from[0]) * (at - (int)at);
    fwrite(&sample, 2, 1, file);
  }
  fclose(file);
}

static void detect(int sound) {
  static char path[4096];
  char *arguments[7 + FILES] = {"multimon-ng", "-q", "-a", "DTMF", "-t", "raw"};
  path_of(sound, path, sizeof path);
  for (int i = 0; i < FILES; i++) arguments[6 + i] = path;
  pid_t child = fork();
  if (child == 0) {
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    execvp(arguments[0], arguments);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  if (status) exit(1);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  folder = argv[1];
  read_sounds(folder);
  for (int sound = 0; sound < SOUNDS; sound++) write_resampled(sound);
  detect(SPEECH); /* Ends here where there is no such program. */
  struct work works[] = {
    {"dtmf-speech", detect, SPEECH, FILES * FRAMES, 0},
    {"dtmf-keys", detect, KEYS, FILES * FRAMES, 0},
    {"dtmf-noise", detect, NOISE, FILES * FRAMES, 0},
  };
  return serve(works, sizeof works / sizeof *works);
}
