import { COLUMNS, ROWS, tonesOf } from "./tones.js";

/** What a bar shows at most and at least, dBm0. */
const [TOP, BOTTOM] = [0, -60];
const LINES = [0, -20, -40, -60];

/** A bar for each of the eight tones. */
export class Spectrum {
  #bars;
  #levels = null;

  /** @param {HTMLElement} place */
  constructor(place) {
    place.append(...LINES.map(line));
    this.#bars = [...ROWS, ...COLUMNS].map((hertz) => {
      const made = bar(hertz);
      place.append(made);
      return made;
    });
  }

  /** Shows levels, dBm0, with the next picture; the newest where many come. */
  show(levels) {
    if (!this.#levels) requestAnimationFrame(() => this.#draw());
    this.#levels = levels;
  }

  /** Marks the two tones of a key, or none. */
  hold(key) {
    const tones = key ? tonesOf(key) : [];
    this.#bars.forEach(({ classList }, tone) => {
      classList.toggle("held", tones.includes(tone));
    });
  }

  #draw() {
    const levels = this.#levels;
    this.#levels = null;
    this.#bars.forEach(({ style }, tone) => {
      style.setProperty("--height", heightOf(levels[tone]));
    });
  }
}

/** From 0 at the bottom to 1 at the top. */
function heightOf(level) {
  return Math.max(0, Math.min(1, (level - BOTTOM) / (TOP - BOTTOM)));
}

function bar(hertz) {
  const made = document.createElement("div");
  made.className = hertz < COLUMNS[0] ? "bar low" : "bar high";
  made.append(document.createElement("i"), `${hertz}`);
  return made;
}

function line(level) {
  const made = document.createElement("div");
  made.className = "line";
  made.textContent = `${level}`.replace("-", "−");
  made.style.setProperty("--height", heightOf(level));
  return made;
}
