import * as z from "zod";

/** Shapes of what events say; the descriptions are for the reference. */

export const time = z.int().describe("Unix seconds");
export const timeOrNull = z.int().nullable()
  .describe("Unix seconds, null if it never came to that");
export const uri = z.string().describe("a SIP URI");
export const key = z.string().nullable()
  .describe("the key that ended it, null for none");
export const error = z.string().nullable()
  .describe("what went wrong, null if nothing did");
/** Which file is meant by an error, what is wrong with it, and what is allowed. */
export const why = z.string().nullable()
  .describe("what is behind `error`, in words; null if it says all");
export const userData = z.string().nullable()
  .describe("what the application gave, null if nothing");

export const resId = z.string().describe("the resource that this is about");

/** An action's beginning and end; what it found stands before `user_data`. */
export const ENDED = {
  res_id: resId,
  error,
  begin_time: time,
  end_time: time,
};
export const COMPLETED = { ...ENDED, user_data: userData };

export const ipscInfo = z.object({
  process_id: z.int().describe("the number at the end of `res_id`"),
  call_id: z.string().describe("the SIP Call-ID"),
}).describe("what the node knows of it inside");

export const replaces = z.object({
  call_id: z.string().describe("the SIP Call-ID"),
  to_tag: z.string().describe("of whoever is asked to give the dialog up"),
  from_tag: z.string().describe("of the other side of the dialog"),
  early_only: z.boolean().describe("only as long as nobody has answered"),
}).nullable().describe("a dialog to take the place of (RFC 3891), or null");

export const reason = z.object({
  sip: z.int().nullable().describe("a SIP status"),
  q850: z.int().nullable().describe("a cause of ITU-T Q.850"),
  text: z.string().nullable().describe("words for people"),
}).nullable().describe("what the other side's Reason said, or null");
