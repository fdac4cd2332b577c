import * as z from "zod";
import type { CallSnapshot } from "../call/snapshot.ts";
import { CALL_STATES } from "../call/states.ts";
import { ipscInfo, time, timeOrNull, uri, userData } from "../event/members.ts";

/** What `sys.call.get` gives. */
export const callSnapshot = z.object({
  res_id: z.string().describe("the call"),
  state: z.enum(CALL_STATES).describe("what it is doing"),
  call_dir: z.enum(["inbound", "outbound"]).describe("who began it"),
  from_uri: uri,
  to_uri: uri,
  begin_time: time,
  answer_time: timeOrNull,
  user_data: userData,
  parent_call_res_id: z.string().nullable()
    .describe("the call for which it was dialled, null for none"),
  conf_res_id: z.string().nullable()
    .describe("the conference that it is in, null for none"),
  ipsc_info: ipscInfo,
});

/** The same in the words of the specification. */
export function snapshotOf(call: CallSnapshot): z.input<typeof callSnapshot> {
  return {
    res_id: call.resId,
    state: call.state,
    call_dir: call.callDir,
    from_uri: call.fromUri,
    to_uri: call.toUri,
    begin_time: call.beginTime,
    answer_time: call.answerTime,
    user_data: call.userData,
    parent_call_res_id: call.parentResId,
    conf_res_id: call.confResId,
    ipsc_info: { process_id: call.processId, call_id: call.callId },
  };
}
