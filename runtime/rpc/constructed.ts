import * as z from "zod";
import type { Caller } from "./caller.ts";

/** What the construction of any resource is answered with. */
export const made = z.object({
  res_id: z.string().describe("what the resource is called from now on"),
  ipsc_info: z.object({
    process_id: z.int().describe("the number at the end of `res_id`"),
  }).describe("what the node knows of it inside"),
});

/** The same of one that has `user_data`. */
export const constructed = made.extend({
  user_data: z.string().nullable().describe("as it was given"),
});

/** The resource exists from now on, and the caller has created it. */
export function madeBy(
  caller: Caller,
  { resId, processId }: { readonly resId: string; readonly processId: number },
): z.output<typeof made> {
  caller.created(resId);
  return { res_id: resId, ipsc_info: { process_id: processId } };
}
