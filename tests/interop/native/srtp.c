/*
 * libsrtp as a filter: `srtp 80|32`, with two master keys of 30 octets on
 * standard input: what it protects with, what it opens with. Then come packets,
 * each behind a letter (p: protect RTP, u: open it, P and U: RTCP) and its length
 * in two octets. Each answer has its length in front, 0 where it is refused.
 */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 4096

static srtp_t open_session(int tag, srtp_ssrc_type_t direction) {
  static unsigned char key[30];
  srtp_policy_t policy;
  srtp_t session;
  memset(&policy, 0, sizeof policy);
  if (!fread(key, sizeof key, 1, stdin)) exit(2);
  if (tag == 32) {
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy.rtp);
  } else {
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
  }
  srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
  policy.ssrc.type = direction;
  policy.key = key;
  policy.window_size = 64;
  if (srtp_create(&session, &policy) != srtp_err_status_ok) exit(3);
  return session;
}

static int worked(int what, srtp_t out, srtp_t in, void *data, int *length) {
  switch (what) {
    case 'p': return srtp_protect(out, data, length) == srtp_err_status_ok;
    case 'P': return srtp_protect_rtcp(out, data, length) == srtp_err_status_ok;
    case 'u': return srtp_unprotect(in, data, length) == srtp_err_status_ok;
    default: return srtp_unprotect_rtcp(in, data, length) == srtp_err_status_ok;
  }
}

int main(int count, char **words) {
  static unsigned char data[ROOM];
  if (count != 2 || srtp_init() != srtp_err_status_ok) return 2;
  srtp_t out = open_session(atoi(words[1]), ssrc_any_outbound);
  srtp_t in = open_session(atoi(words[1]), ssrc_any_inbound);
  for (int what = getchar(); what != EOF; what = getchar()) {
    int length = getchar() << 8;
    length += getchar();
    if (length > ROOM - SRTP_MAX_TRAILER_LEN) return 4;
    if (length && !fread(data, length, 1, stdin)) return 5;
    if (!worked(what, out, in, data, &length)) length = 0;
    putchar(length >> 8);
    putchar(length);
    fwrite(data, length, 1, stdout);
  }
  return 0;
}
