/*
 * What the same work costs in plain C, compiled with -O3 on this machine: the
 * reference of `deno task bench`. Prints lines "name value": nanoseconds of CPU
 * time a frame of 160 samples, best of many; for the echo, milliseconds of CPU
 * time a second of one call.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FRAME = 160, FRAMES = 100, ROUNDS = 20, PARTIES = 100 };

int16_t sound[FRAMES * FRAME];
uint8_t codes[FRAMES * FRAME];
int16_t table[256];
int16_t voices[PARTIES][FRAME], heard[PARTIES][FRAME];
static volatile float sink;

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void report(const char *name, void (*work)(int), int with, int frames) {
  double least = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    double before = cpu_seconds();
    for (int i = 0; i < 20; i++) {
      work(with);
      __asm__ volatile("" ::: "memory"); /* or nobody would need the result */
    }
    double spent = (cpu_seconds() - before) / 20 / frames;
    if (spent < least) least = spent;
  }
  printf("%s %.1f\n", name, least * 1e9);
}

/* Eight recursions of Goertzel over blocks of 102 samples, no decision. */
static void goertzel(int unused) {
  static const float hz[8] = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
  float c[8], s1[8] = {0}, s2[8] = {0};
  (void)unused;
  for (int k = 0; k < 8; k++) c[k] = 2 * cosf(2 * 3.14159265f * hz[k] / 8000);
  for (int n = 0; n < FRAMES * FRAME; n++) {
    for (int k = 0; k < 8; k++) {
      float s = sound[n] + c[k] * s1[k] - s2[k];
      s2[k] = s1[k];
      s1[k] = s;
    }
    if (n % 102) continue;
    for (int k = 0; k < 8; k++) {
      sink = s1[k] * s1[k] + s2[k] * s2[k] - c[k] * s1[k] * s2[k];
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
  int magnitude = (sample < 0 ? (~sample >> 2) : (sample >> 2)) + 33;
  if (magnitude > 0x1fff) magnitude = 0x1fff;
  int segment = 1;
  for (int rest = magnitude >> 6; rest; rest >>= 1) segment++;
  int code = (8 - segment) << 4 | (15 - (magnitude >> segment & 15));
  return sample < 0 ? code : code | 0x80;
}

static void encode_alaw(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES * FRAME; n++) codes[n] = alaw_code(sound[n]);
}

static void encode_mulaw(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES * FRAME; n++) codes[n] = mulaw_code(sound[n]);
}

static void decode(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES * FRAME; n++) sound[n] = table[codes[n]];
}

/* Everybody gets the sum of all the others, clipped. */
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

static int bound_socket(struct sockaddr_in *at) {
  socklen_t size = sizeof *at;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  memset(at, 0, size);
  at->sin_family = AF_INET;
  at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, (struct sockaddr *)at, size)) perror("bind");
  getsockname(fd, (struct sockaddr *)at, &size);
  return fd;
}

/* Every 20 ms on all sockets: take what came and send 172 bytes. */
static void heartbeats(int *sockets, struct sockaddr_in *peers, int calls, int beats) {
  struct timespec next;
  uint8_t packet[2048] = {0x80};
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int beat = 0; beat < beats; beat++) {
    next.tv_nsec += 20000000;
    if (next.tv_nsec >= 1000000000) next.tv_nsec -= 1000000000, next.tv_sec++;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
    for (int i = 0; i < calls; i++) {
      struct sockaddr_in from;
      socklen_t size = sizeof from;
      recvfrom(sockets[i], packet, sizeof packet, 0, (struct sockaddr *)&from, &size);
      sendto(sockets[i], packet, 172, 0, (struct sockaddr *)&peers[i], sizeof peers[i]);
    }
  }
}

static void echo(int calls, int seconds) {
  int ours[calls], theirs[calls];
  struct sockaddr_in our[calls], their[calls];
  for (int i = 0; i < calls; i++) {
    ours[i] = bound_socket(&our[i]);
    theirs[i] = bound_socket(&their[i]);
  }
  pid_t child = fork();
  if (child == 0) {
    heartbeats(theirs, our, calls, 50 * seconds + 50);
    _exit(0);
  }
  double before = cpu_seconds();
  heartbeats(ours, their, calls, 50 * seconds);
  double spent = cpu_seconds() - before;
  kill(child, SIGKILL);
  printf("echo %.4f\n", spent * 1000 / calls / seconds);
}

int main(void) {
  for (int n = 0; n < FRAMES * FRAME; n++)
    sound[n] = 16000 * sin(n * 0.31) * sin(n * 0.0007);
  for (int code = 0; code < 256; code++) table[code] = (code - 128) * 256;
  for (int p = 0; p < PARTIES; p++)
    memcpy(voices[p], sound + p * FRAME, sizeof voices[p]);
  report("goertzel", goertzel, 0, FRAMES);
  report("pcma_encode", encode_alaw, 0, FRAMES);
  report("pcmu_encode", encode_mulaw, 0, FRAMES);
  report("decode", decode, 0, FRAMES);
  report("mix_3", mix, 3, 1);
  report("mix_10", mix, 10, 1);
  report("mix_100", mix, 100, 1);
  fflush(stdout);
  echo(50, 4);
  return 0;
}
