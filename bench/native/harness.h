/*
 * What the native programs of `deno task bench` share. Each is started with the
 * folder of the test sounds and says "ready". For every line "name" that it
 * reads then it does one round of that work and answers with a line:
 * nanoseconds of CPU time a frame.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* 10 s at 8 kHz, in frames of 20 ms. */
enum { FRAME = 160, FRAMES = 500, SAMPLES = FRAME * FRAMES };
enum { SPEECH, KEYS, NOISE, SOUNDS };

static int16_t sounds[SOUNDS][SAMPLES];

struct work {
  const char *name;
  void (*pass)(int with); /* Does `frames` frames. */
  int with;
  int frames;
  int passes; /* So many fill a round; found by the first one. */
};

/* CPU time of this process and of the children it has waited for. */
static double cpu_seconds(void) {
  struct timespec own;
  struct rusage children;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  return own.tv_sec + own.tv_nsec / 1e9 +
         children.ru_utime.tv_sec + children.ru_utime.tv_usec / 1e6 +
         children.ru_stime.tv_sec + children.ru_stime.tv_usec / 1e6;
}

/* Long enough that the clock's own cost does not count. */
static const double ROUND_SECONDS = 0.008;

static double measure(struct work *work) {
  if (work->passes == 0) work->passes = 1;
  for (;;) {
    double before = cpu_seconds();
    for (int i = 0; i < work->passes; i++) {
      work->pass(work->with);
      __asm__ volatile("" ::: "memory"); /* Or nobody would need the result. */
    }
    double spent = cpu_seconds() - before;
    if (spent >= ROUND_SECONDS)
      return spent * 1e9 / work->passes / work->frames;
    work->passes *= 2;
  }
}

static void read_sounds(const char *folder) {
  static const char *const names[SOUNDS] = {"speech", "keys", "noise"};
  for (int i = 0; i < SOUNDS; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.s16", folder, names[i]);
    FILE *file = fopen(path, "rb");
    if (!file || fread(sounds[i], 2, SAMPLES, file) != SAMPLES) {
      perror(path);
      exit(1);
    }
    fclose(file);
  }
}

static int serve(struct work *works, int count) {
  char line[64];
  puts("ready");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    int i = 0;
    while (i < count && strcmp(works[i].name, line)) i++;
    if (i == count) return fprintf(stderr, "no work \"%s\"\n", line), 1;
    printf("%.3f\n", measure(&works[i]));
    fflush(stdout);
  }
  return 0;
}
