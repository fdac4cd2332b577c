import type { Playing } from "./media.ts";

/** Plays to two at once; it has ended when the first of them has. */
export function together(first: Playing, second: Playing): Playing {
  return {
    play(sounds, rounds, ended) {
      const stops = [
        first.play(sounds, rounds, ended),
        second.play(sounds, rounds, () => {}),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}
