import { COLUMNS, PAD, ROWS } from "./tones.js";

/** The sixteen keys between the frequencies that make them. */
export class Keypad {
  #cells = new Map();

  /** @param {HTMLElement} place */
  constructor(place) {
    place.append(cell("hertz"));
    for (const hertz of COLUMNS) place.append(cell("hertz", hertz));
    ROWS.forEach((hertz, row) => {
      place.append(cell("hertz", hertz));
      for (const key of PAD.slice(4 * row, 4 * row + 4)) {
        const made = cell("key", key);
        this.#cells.set(key, made);
        place.append(made);
      }
    });
  }

  /** Lights one key, or none. */
  hold(key) {
    for (const [name, { classList }] of this.#cells) {
      classList.toggle("held", name === key);
    }
  }
}

function cell(kind, text = "") {
  const made = document.createElement("div");
  made.className = kind;
  made.textContent = text;
  return made;
}
