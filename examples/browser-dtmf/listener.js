/**
 * The ear of the page, on the browser's audio thread: 8 kHz out of whatever
 * rate the sound has, into the core's detector. It tells what it hears by
 * messages: `ready`, `key`, `released`, `levels`, and `failed` if there is no
 * core.
 */
import { loadCore } from "../../build/core.js";
import { Decimator } from "./decimator.js";

/** Levels are looked at every 20 ms, in the last 40 ms. */
const HOP = 160;
const LOOK = 2 * HOP;

class Listener extends AudioWorkletProcessor {
  // The rate of the context, a global of this thread
  #decimator = new Decimator(sampleRate);
  #core = null;
  #detector = null;
  #recent = new Int16Array(LOOK);
  #fresh = 0;

  constructor({ processorOptions }) {
    super();
    loadCore(processorOptions.core).then(
      (core) => this.#open(core),
      (error) => this.#tell("failed", `${error}`),
    );
  }

  process([input]) {
    if (this.#detector && input.length > 0) this.#hear(input[0]);
    return true;
  }

  #open(core) {
    this.#core = core;
    this.#detector = core.dtmfDetector();
    this.#tell("ready");
  }

  #hear(block) {
    const sound = this.#decimator.push(block);
    const detector = this.#detector;
    for (const { key } of detector.detect(sound)) this.#tell("key", key);
    const ended = detector.ended().length > 0;
    if (ended && detector.held === null) this.#tell("released");
    this.#measure(sound);
  }

  #measure(sound) {
    this.#recent.copyWithin(0, sound.length);
    this.#recent.set(sound, LOOK - sound.length);
    this.#fresh += sound.length;
    if (this.#fresh < HOP) return;
    this.#fresh -= HOP;
    this.#tell("levels", this.#core.toneLevels(this.#recent));
  }

  #tell(type, value) {
    this.port.postMessage({ type, value });
  }
}

registerProcessor("listener", Listener);
