import { CALL_COURSE } from "./call_course_methods.ts";
import { CALL_MEETING } from "./call_meeting_methods.ts";
import { CALL_SOUND } from "./call_sound_methods.ts";

/** The methods of a call (`sys.call.rst`), in the order of a call's life. */
export const SYS_CALL = { ...CALL_COURSE, ...CALL_SOUND, ...CALL_MEETING };
