import type { Engine } from "../core/engine.ts";
import { Deck, type DeckSurroundings } from "./deck.ts";
import type { FromMix, MixId } from "./mix_messages.ts";
import { mixPlayer } from "./player.ts";

/** What every mix of the thread shares. */
export interface MixSurroundings extends DeckSurroundings {
  readonly engine: Engine;
  /** To the control thread. */
  report(message: FromMix): void;
}

/** A mix: its number in the core, and what plays and is recorded there. */
export class Mix {
  /** That of who came first, or of what played first; null: nothing yet. */
  phase: number | null = null;
  readonly deck: Deck;

  constructor(
    readonly id: MixId,
    readonly index: number,
    around: MixSurroundings,
  ) {
    const { engine, report } = around;
    this.deck = new Deck({
      player: mixPlayer(engine, index),
      played: (playback, error) =>
        report({ type: "mixPlayed", mix: id, playback, error }),
      recorded: (recording) =>
        report({ type: "mixRecorded", mix: id, recording }),
    }, around);
  }
}
