/**
 * ITU-T Q.850 causes of SIP statuses (RFC 3398 §8.2.6.1, which leaves 488 and
 * 606 open). An end that has no fault, 200 or 487, is normal call clearing.
 */
const CAUSES: Readonly<Record<number, number>> = {
  200: 16,
  400: 41,
  401: 21,
  402: 21,
  403: 21,
  404: 1,
  405: 63,
  406: 79,
  407: 21,
  408: 102,
  410: 22,
  413: 127,
  414: 127,
  415: 79,
  416: 127,
  420: 127,
  421: 127,
  423: 127,
  480: 18,
  481: 41,
  482: 25,
  483: 25,
  484: 28,
  485: 1,
  486: 17,
  487: 16,
  500: 41,
  501: 79,
  502: 38,
  503: 41,
  504: 102,
  505: 127,
  513: 127,
  600: 17,
  603: 21,
  604: 1,
};

/** The cause that a telephone network knows for a status; null: none. */
export function q850CauseOf(status: number): number | null {
  return CAUSES[status] ?? null;
}
