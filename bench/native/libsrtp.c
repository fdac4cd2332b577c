/* What SRTP costs in libsrtp: Debian's library as it is installed. */
#include "harness.h"
#include <srtp2/srtp.h>

static srtp_t session;
static uint8_t packet[12 + FRAME + SRTP_MAX_TRAILER_LEN];
static uint16_t sequence;

static void protect(int unused) {
  (void)unused;
  for (int n = 0; n < FRAMES; n++) {
    int length = 12 + FRAME;
    packet[2] = ++sequence >> 8;
    packet[3] = sequence;
    if (srtp_protect(session, packet, &length)) exit(1);
  }
}

int main(void) {
  static unsigned char key[30];
  srtp_policy_t policy;
  memset(&policy, 0, sizeof policy);
  srtp_crypto_policy_set_rtp_default(&policy.rtp);
  srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
  policy.ssrc.type = ssrc_any_outbound;
  policy.key = key;
  packet[0] = 0x80;
  if (srtp_init() || srtp_create(&session, &policy)) return 1;
  struct work works[] = {{"srtp-protect", protect, 0, FRAMES, 0}};
  return serve(works, sizeof works / sizeof *works);
}
