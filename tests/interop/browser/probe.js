/**
 * Run before the page's own scripts: puts a tap beside its listener, notes when
 * each key stands in the page, and which is lit then, and how long messages of
 * the tap are under way.
 */
const probe = globalThis.probe = {
  rate: 0,
  quanta: [],
  beats: [],
  shown: [],
  get litAtEnd() {
    return document.querySelectorAll(".key.held").length;
  },
};

const { createMediaStreamSource } = AudioContext.prototype;
AudioContext.prototype.createMediaStreamSource = function (stream) {
  const source = createMediaStreamSource.call(this, stream);
  probe.rate = this.sampleRate;
  const module = "../../tests/interop/browser/tap.js";
  this.audioWorklet.addModule(module).then(() => {
    const tap = new AudioWorkletNode(this, "tap");
    tap.port.onmessage = ({ data }) => {
      probe.beats.push({ sent: data.at(-1).at, came: Date.now() });
      probe.quanta.push(...data);
    };
    source.connect(tap).connect(this.destination);
  });
  return source;
};

function noteKeys(records) {
  const at = Date.now();
  for (const { addedNodes } of records) {
    for (const { textContent } of addedNodes) {
      const lit = document.querySelector(".key.held")?.textContent;
      probe.shown.push({ key: textContent, lit, at });
    }
  }
}

addEventListener("DOMContentLoaded", () => {
  const heard = document.getElementById("heard");
  new MutationObserver(noteKeys).observe(heard, { childList: true });
});
