import type { Chance } from "../../../runtime/base/chance.ts";
import { dial, type Dialling, type Under } from "../dial.ts";
import { between, either } from "../draw.ts";
import type { Channel, Row } from "../row.ts";
import { addSine, anyPhase, MS } from "../sound.ts";

function row(name: string, clause: string, how: Dialling): Row {
  const make: Row["make"] = (chance) =>
    dial({ level: between(-16, -4)(chance), ...how }, chance);
  return { name, clause, want: "keys", cases: 24, make };
}

function inNoise(snr: number, on: number, off: number): Row {
  const name = `noise ${snr} dB below, ${on}/${off} ms`;
  return row(name, "white noise, 0 … 4 kHz", { on, off, snr });
}

/** A dial tone that goes on while keys are dialled, each tone as loud as theirs. */
function over(...hertz: readonly number[]): Row {
  const under: Under = (sound, level, chance) => {
    for (const tone of hertz) {
      addSine(sound, tone, level, anyPhase(chance));
    }
  };
  const name = `over dial tone ${hertz.join(" + ")} Hz, equally loud`;
  const how = { on: between(40, 100), off: between(40, 100), under };
  return row(name, "E.180 dial tones", how);
}

/** What came up to 20 ms ago comes again, 10 dB weaker. */
function echo(sound: Float64Array, _level: number, chance: Chance): void {
  const delay = Math.round(between(1, 20)(chance) * MS);
  for (let n = sound.length - 1; n >= delay; n--) {
    sound[n] += sound[n - delay] * 10 ** (-10 / 20);
  }
}

function through(channel: Channel, name: string, how: Dialling): Row {
  return { ...row(name, "G.711, RFC 3550", how), channel };
}

/** What lines add to keys. */
export const LINE: readonly Row[] = [
  ...[15, 10, 8].flatMap((snr) => [
    inNoise(snr, 40, 40),
    inNoise(snr, 50, 50),
    inNoise(snr, 100, 100),
  ]),
  row("noise 15 dB below, 1.5 % off, −8 … +4 dB of twist", "together", {
    on: between(40, 100),
    off: between(40, 100),
    twist: between(-8, 4),
    lowOff: either(1.5),
    highOff: either(1.5),
    snr: 15,
  }),
  row(
    "noise 15 dB below, 1.5 % off, −8 … +4 dB of twist, 40/30 ms",
    "together",
    {
      on: 40,
      off: 30,
      twist: between(-8, 4),
      lowOff: either(1.5),
      highOff: either(1.5),
      snr: 15,
    },
  ),
  over(350, 440),
  over(425),
  over(400, 450),
  row("an echo 10 dB below, up to 20 ms behind", "Q.24 table A-1 (AT&T)", {
    on: between(40, 100),
    off: between(40, 100),
    under: echo,
  }),
  through("pcma", "after A-law, 0 … −25 dBm0, 40/40 ms", {
    on: 40,
    off: 40,
    level: between(-23, 0),
  }),
  through("pcmu", "after µ-law, 0 … −25 dBm0, 40/40 ms", {
    on: 40,
    off: 40,
    level: between(-23, 0),
  }),
  through("loss", "5 % of packets lost, 100/100 ms", { on: 100, off: 100 }),
  through("burst loss", "5 % lost by twos, 150/100 ms", { on: 150, off: 100 }),
];
