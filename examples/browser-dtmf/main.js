import { loadCore } from "../../build/core.js";
import { Keypad } from "./keypad.js";
import { listen, reasonOf } from "./microphone.js";
import { readSound } from "./sound_file.js";
import { Spectrum } from "./spectrum.js";

const BUILT = new URL("../../build/core.wasm", import.meta.url);

const at = (id) => document.getElementById(id);
const button = at("listen");
const keypad = new Keypad(at("keypad"));
const spectrum = new Spectrum(at("spectrum"));
/** Ends the listening that goes on, if one does. */
let stop = null;

function say(text) {
  at("status").textContent = text;
}

function hold(key) {
  keypad.hold(key);
  spectrum.hold(key);
}

function note(key) {
  const made = document.createElement("b");
  made.textContent = key;
  at("heard").append(made);
}

const TOLD = {
  ready: () => say("Listening. Hold a telephone to the microphone."),
  key: (key) => {
    hold(key);
    note(key);
  },
  released: () => hold(null),
  levels: (levels) => spectrum.show(levels),
  failed: (reason) => {
    endListening();
    say(`The core did not start: ${reason}`);
  },
  ended: () => {
    endListening();
    say("The microphone has gone away.");
  },
};

function endListening() {
  stop?.();
  stop = null;
  hold(null);
  spectrum.show(Array(8).fill(-Infinity));
  button.textContent = "Listen";
}

async function beginListening(core) {
  say("Waiting for the microphone: your browser may ask you to allow it.");
  button.disabled = true;
  try {
    stop = await listen(core, ({ type, value }) => TOLD[type](value));
    button.textContent = "Stop";
  } catch (error) {
    say(reasonOf(error));
  }
  button.disabled = false;
}

async function hearFile(core, file) {
  say(`Reading ${file.name}`);
  try {
    const sound = await readSound(core, file);
    const detector = core.dtmfDetector();
    const found = detector.detect(sound);
    detector.close();
    found.forEach(({ key }) => note(key));
    const seconds = (sound.length / 8000).toFixed(1);
    const keys = found.length === 1 ? "1 key" : `${found.length} keys`;
    say(`${file.name}: ${keys} in ${seconds} s.`);
  } catch {
    say(`Your browser cannot read ${file.name} as sound.`);
  }
}

async function start() {
  const bytes = await (await fetch(BUILT)).arrayBuffer();
  const core = await loadCore(bytes);
  button.onclick = () => {
    if (!stop) return beginListening(bytes);
    endListening();
    say("Not listening.");
  };
  at("file").onchange = ({ target }) => {
    if (target.files[0]) hearFile(core, target.files[0]);
    target.value = "";
  };
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) hearFile(core, file);
  });
  at("clear").onclick = () => at("heard").replaceChildren();
  button.disabled = at("file").disabled = false;
  say("Listen to the microphone, or choose a sound file.");
}

start().catch((error) => say(`The core is not there: ${error}. Is it built?`));
