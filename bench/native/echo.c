/*
 * What it costs in C to receive and send the packets of calls, and no more: the
 * reference of the bench's parts that use the network. Prints milliseconds of
 * CPU time a second of one call.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
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
  printf("%.4f\n", spent * 1000 / calls / seconds);
}

int main(void) {
  echo(50, 4);
  return 0;
}
