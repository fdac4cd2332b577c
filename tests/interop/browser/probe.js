/**
 * Run before the page's own scripts: puts a tap beside its listener and notes
 * when each key stands in the page, and which is lit then.
 */
const probe = globalThis.probe = { rate: 0, quanta: [], shown: [] };

const { createMediaStreamSource } = AudioContext.prototype;
AudioContext.prototype.createMediaStreamSource = function (stream) {
  const source = createMediaStreamSource.call(this, stream);
  probe.rate = this.sampleRate;
  const module = "../../tests/interop/browser/tap.js";
  this.audioWorklet.addModule(module).then(() => {
    const tap = new AudioWorkletNode(this, "tap");
    tap.port.onmessage = ({ data }) => probe.quanta.push(...data);
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
