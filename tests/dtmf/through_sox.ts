import { throughSox as coded } from "../support/through_sox.ts";
import type { Tape } from "./row.ts";

/** The tape as its row's codec leaves it, where sox has that one. */
export async function throughSox(tape: Tape): Promise<Tape> {
  const { channel } = tape.row;
  if (channel !== "gsm" && channel !== "ima-adpcm") return tape;
  const format = channel === "gsm" ? "gsm" : "ima";
  const how = ["-t", format, "-r", 8000, "-c", 1];
  return { ...tape, sound: await coded(tape.sound, ...how) };
}
