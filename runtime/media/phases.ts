import { PHASES } from "../core/engine.ts";
import type { Heartbeat } from "./heartbeat.ts";

/**
 * So many ports beat together before another phase is opened: few calls wake
 * the thread seldom, and what wakes it costs little beside what so many ports
 * cost (docs/PERFORMANCE.md). They send within less than a millisecond.
 */
export const GRAIN = 64;

/** What beats in one of the phases. */
export interface Phased {
  phase: number;
}

/** A member that goes to another phase, and what to do when it is there. */
interface Move<Member> {
  readonly member: Member;
  readonly to: number;
  readonly moved: () => void;
}

/** Who beats in which phase; a phase in which nobody is does not beat. */
export class Phases<Member extends Phased> {
  readonly #heartbeat: Pick<Heartbeat, "start" | "stop">;
  readonly #members: Member[][] = Array.from({ length: PHASES }, () => []);
  /** Members, and whoever else wants the phase to beat. */
  readonly #needs: number[] = Array(PHASES).fill(0);
  #moves: Move<Member>[] = [];

  constructor(heartbeat: Pick<Heartbeat, "start" | "stop">) {
    this.#heartbeat = heartbeat;
  }

  /** Where a newcomer goes: the first that is not full, else the least full. */
  get free(): number {
    const counts = this.#members.map((members) => members.length);
    const open = counts.findIndex((count) => count < GRAIN);
    return open >= 0 ? open : counts.indexOf(Math.min(...counts));
  }

  in(phase: number): readonly Member[] {
    return this.#members[phase];
  }

  add(member: Member): void {
    this.#members[member.phase].push(member);
    this.hold(member.phase);
  }

  remove(member: Member): void {
    this.#giveUpMove(member);
    this.#drop(member);
  }

  /** Lets a phase beat in which there may be no member. */
  hold(phase: number): void {
    if (this.#needs[phase]++ === 0) this.#heartbeat.start(phase);
  }

  release(phase: number): void {
    if (--this.#needs[phase] === 0) this.#heartbeat.stop(phase);
  }

  /**
   * Moves a member right after the next beat of the phase that it goes to, so
   * that its own next one comes 20 to 35 ms after its last. `moved` is called
   * then, or at once where it is there already; not if it is removed before.
   */
  move(member: Member, to: number, moved: () => void): void {
    this.#giveUpMove(member);
    if (member.phase === to) return moved();
    this.#moves.push({ member, to, moved });
    this.hold(to);
  }

  /** To be called after each beat of a phase. */
  settle(phase: number): void {
    if (this.#moves.length === 0) return;
    const arrived = this.#moves.filter(({ to }) => to === phase);
    for (const { member, moved } of arrived) {
      this.#giveUpMove(member);
      this.#drop(member);
      member.phase = phase;
      this.add(member);
      moved();
    }
  }

  #giveUpMove(member: Member): void {
    const move = this.#moves.find((move) => move.member === member);
    if (!move) return;
    this.#moves = this.#moves.filter((other) => other !== move);
    this.release(move.to);
  }

  #drop(member: Member): void {
    const members = this.#members[member.phase];
    members.splice(members.indexOf(member), 1);
    this.release(member.phase);
  }
}
