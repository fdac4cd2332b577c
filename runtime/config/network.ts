import { isIP } from "node:net";
import * as z from "zod";

/** An address or a network (RFC 4632 §3.1). */
export const network = z.string().refine((text) => {
  const [base, bits, ...more] = text.split("/");
  const family = isIP(base);
  const most = family === 6 ? 128 : 32;
  const fits = bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return family !== 0 && fits && more.length === 0;
}, "a network (CIDR)");
