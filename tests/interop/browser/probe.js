/**
 * Run before the page's own scripts: takes the messages of the tap out of those
 * of the page's listener, and notes when each key stands in the page, which is
 * lit then, and how much sound has come by then.
 */
const probe = globalThis.probe = {
  rate: 0,
  quanta: [],
  shown: [],
  get litAtEnd() {
    return document.querySelectorAll(".key.held").length;
  },
};

const { addModule } = AudioWorklet.prototype;
AudioWorklet.prototype.addModule = async function (module) {
  await addModule.call(this, "../../tests/interop/browser/tap.js");
  return addModule.call(this, module);
};

/** Sound counts from where the listener has its core, and hears it. */
let ready = false;

function take(event) {
  const { type, value } = event.data;
  if (type === "ready") ready = true;
  if (type !== "sound") return;
  event.stopImmediatePropagation();
  if (ready) probe.quanta.push(value);
}

globalThis.AudioWorkletNode = class extends AudioWorkletNode {
  constructor(context, ...rest) {
    super(context, ...rest);
    probe.rate = context.sampleRate;
    this.port.addEventListener("message", take);
  }
};

function noteKeys(records) {
  const [at, quanta] = [Date.now(), probe.quanta.length];
  for (const { addedNodes } of records) {
    for (const { textContent } of addedNodes) {
      const lit = document.querySelector(".key.held")?.textContent;
      probe.shown.push({ key: textContent, lit, at, quanta });
    }
  }
}

addEventListener("DOMContentLoaded", () => {
  const heard = document.getElementById("heard");
  new MutationObserver(noteKeys).observe(heard, { childList: true });
});
