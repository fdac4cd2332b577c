/**
 * Loaded to the audio thread before the page's listener: lets it tell the sound
 * that came too, a quantum of 128 samples after what it heard in it. Both go
 * by the same port, which keeps the order: so the page knows how much sound
 * went by before a key was shown, however slow the machine is.
 */
const { registerProcessor } = globalThis;

function tapped(Processor) {
  return class extends Processor {
    process(inputs, ...rest) {
      const at = Date.now();
      const goesOn = super.process(inputs, ...rest);
      const [[block]] = inputs;
      if (block) this.#tell({ frame: currentFrame, at, sound: block.slice() });
      return goesOn;
    }

    #tell(value) {
      this.port.postMessage({ type: "sound", value });
    }
  };
}

globalThis.registerProcessor = (name, Processor) =>
  registerProcessor(name, tapped(Processor));
