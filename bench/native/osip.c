/*
 * What reading and writing a SIP message costs in libosip2: Debian's library as
 * it is installed. The message is in the file "invite.sip" of the folder.
 */
#include "harness.h"
#include <osip2/osip.h>

static char text[8192];
static size_t length;
static osip_message_t *whole;

static void parse(int unused) {
  (void)unused;
  osip_message_t *message;
  osip_message_init(&message);
  osip_message_parse(message, text, length);
  osip_message_free(message);
}

static void serialize(int unused) {
  (void)unused;
  char *written;
  size_t size;
  osip_message_force_update(whole);
  osip_message_to_str(whole, &written, &size);
  osip_free(written);
}

int main(int argc, char **argv) {
  char path[4096];
  osip_t *osip;
  if (argc < 2 || osip_init(&osip)) return 1;
  snprintf(path, sizeof path, "%s/invite.sip", argv[1]);
  FILE *file = fopen(path, "rb");
  if (!file) return perror(path), 1;
  length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  osip_message_init(&whole);
  if (osip_message_parse(whole, text, length)) return 1;
  struct work works[] = {
    {"parse", parse, 0, 1, 0},
    {"serialize", serialize, 0, 1, 0},
  };
  return serve(works, sizeof works / sizeof *works);
}
