/*
 * What calls cost in C where nothing is done but to receive and to send their
 * packets: the limit that the bench compares a node with. It answers SIP over
 * UDP on a free port of the loopback, which it prints as "ready PORT", and has a
 * connected socket for each call. Every 20 ms it takes what came and sends a
 * packet of G.711 on each; with "pairs" it sends what comes from one caller to
 * the other of its pair instead. It runs until it is killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 4096, HEADER = 12, FRAME = 160, PACKET = HEADER + FRAME };
enum { CALL_ID = 128, MESSAGE = 8192, PCMA = 8, SILENCE = 0xd5 };
enum { SIP = CALLS }; /* In the place of a call's number. */

struct call {
  int fd;
  int port;
  char id[CALL_ID];
  uint8_t packet[PACKET];
};

static struct call calls[CALLS];
static int count;
static int poller;
static int pairs;
static int sip_port;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int bound_socket(int *port) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  socklen_t size = sizeof at;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, size)) die("bind");
  getsockname(fd, (struct sockaddr *)&at, &size);
  *port = ntohs(at.sin_port);
  return fd;
}

static void watch(int fd, uint32_t number) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = number};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
}

/* A header's line without its end; null where there is none. */
static const char *header(const char *message, const char *name, int *length) {
  const char *line = strcasestr(message, name);
  if (!line) return NULL;
  *length = strcspn(++line, "\r\n");
  return line;
}

static struct call *find(const char *id) {
  for (int i = 0; i < count; i++)
    if (!strcmp(calls[i].id, id)) return &calls[i];
  return NULL;
}

/* RFC 3550 §5.1: version 2, then what does not change from packet to packet. */
static void prepare(struct call *call, uint32_t ssrc) {
  memset(call->packet, SILENCE, PACKET);
  memset(call->packet, 0, HEADER);
  call->packet[0] = 0x80;
  call->packet[1] = PCMA;
  memcpy(call->packet + 8, &ssrc, sizeof ssrc);
}

/* A socket for a new call, connected to where its SDP says. */
static struct call *begin(const char *id, const char *message) {
  struct call *call = &calls[count];
  struct sockaddr_in peer = {.sin_family = AF_INET};
  const char *media = strstr(message, "m=audio ");
  const char *address = strstr(message, "c=IN IP4 ");
  char text[INET_ADDRSTRLEN] = "";
  if (!media || !address || count == CALLS) return NULL;
  sscanf(address, "c=IN IP4 %15[0-9.]", text);
  inet_pton(AF_INET, text, &peer.sin_addr);
  peer.sin_port = htons(atoi(media + strlen("m=audio ")));
  call->fd = bound_socket(&call->port);
  if (connect(call->fd, (struct sockaddr *)&peer, sizeof peer)) die("connect");
  strcpy(call->id, id);
  prepare(call, count + 1);
  watch(call->fd, count++);
  return call;
}

static void end(struct call *call) {
  if (call->fd >= 0) close(call->fd);
  call->fd = -1;
}

/* The headers that a response has of its request (RFC 3261 §8.2.6.2). */
static int copy_headers(const char *message, char *into) {
  static const char *names[] = {"\nVia:", "\nFrom:", "\nTo:", "\nCall-ID:", "\nCSeq:"};
  int at = 0;
  for (int i = 0; i < 5; i++) {
    int length;
    const char *line = header(message, names[i], &length);
    if (!line || at + length > MESSAGE / 2) return 0;
    int untagged = names[i][1] == 'T' && !memmem(line, length, ";tag=", 5);
    at += sprintf(into + at, "%.*s%s\r\n", length, line, untagged ? ";tag=limit" : "");
  }
  return at;
}

static void answer(int sip, const struct sockaddr_in *to, const char *message, const struct call *call) {
  char text[MESSAGE], headers[MESSAGE], body[256] = "";
  if (!copy_headers(message, headers)) return;
  if (call)
    sprintf(body,
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            "m=audio %d RTP/AVP %d\r\n",
            call->port, PCMA);
  int length = snprintf(text, MESSAGE,
                        "SIP/2.0 200 OK\r\n%sContact: <sip:limit@127.0.0.1:%d>\r\n"
                        "Content-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n%s",
                        headers, sip_port, strlen(body), body);
  sendto(sip, text, length, 0, (const struct sockaddr *)to, sizeof *to);
}

/* Every request but ACK gets 200; one that came before gets it again. */
static void take_request(int sip, const char *message, const struct sockaddr_in *from) {
  char id[CALL_ID] = "";
  int length;
  const char *line = header(message, "\nCall-ID:", &length);
  if (!line || !strncmp(message, "ACK", 3) || !strncmp(message, "SIP/", 4)) return;
  sscanf(line, "%*[^:]: %127s", id);
  struct call *call = find(id);
  int invites = !strncmp(message, "INVITE", 6);
  if (invites && !call && !(call = begin(id, message))) return;
  if (call && !strncmp(message, "BYE", 3)) end(call);
  answer(sip, from, message, invites ? call : NULL);
}

static void take_requests(int sip) {
  char message[MESSAGE];
  struct sockaddr_in from;
  for (;;) {
    socklen_t size = sizeof from;
    ssize_t length = recvfrom(sip, message, MESSAGE - 1, 0, (struct sockaddr *)&from, &size);
    if (length < 0) return;
    message[length] = 0;
    take_request(sip, message, &from);
  }
}

/* The packet of a caller; of a pair the other one gets it. */
static void take_packet(uint32_t number) {
  uint8_t packet[2048];
  ssize_t length = recv(calls[number].fd, packet, sizeof packet, 0);
  uint32_t other = number ^ 1;
  if (pairs && length > 0 && other < (uint32_t)count) send(calls[other].fd, packet, length, 0);
}

/* Until nothing is left: one epoll_wait more, and no recv in vain. */
static void take_all(int sip) {
  static struct epoll_event ready[CALLS + 1];
  int found;
  while ((found = epoll_wait(poller, ready, CALLS + 1, 0)) > 0)
    for (int i = 0; i < found; i++)
      if (ready[i].data.u32 == SIP) take_requests(sip);
      else take_packet(ready[i].data.u32);
}

static void send_all(uint32_t beat) {
  uint16_t sequence = htons(beat);
  uint32_t timestamp = htonl(beat * FRAME);
  for (int i = 0; i < count; i++) {
    if (calls[i].fd < 0) continue;
    memcpy(calls[i].packet + 2, &sequence, sizeof sequence);
    memcpy(calls[i].packet + 4, &timestamp, sizeof timestamp);
    send(calls[i].fd, calls[i].packet, PACKET, 0);
  }
}

int main(int argc, char **argv) {
  struct timespec next;
  pairs = argc > 1 && !strcmp(argv[1], "pairs");
  poller = epoll_create1(0);
  int sip = bound_socket(&sip_port);
  watch(sip, SIP);
  printf("ready %d\n", sip_port);
  fflush(stdout);
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (uint32_t beat = 0;; beat++) {
    next.tv_nsec += 20000000;
    if (next.tv_nsec >= 1000000000) next.tv_nsec -= 1000000000, next.tv_sec++;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
    take_all(sip);
    if (!pairs) send_all(beat);
  }
}
