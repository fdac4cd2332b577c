import { even, exponential, type Network, queue, routes } from "./network.ts";

/** How long each network is tried. */
const SECONDS = 120;

const ROWS: readonly [name: string, network: Network][] = [
  ["nothing wrong", {}],
  ["1 % lost", { loss: 0.01 }],
  ["5 % lost", { loss: 0.05 }],
  ["5 % lost, three in a row", { loss: 0.05, burst: 3 }],
  ["2 % twice", { duplicates: 0.02 }],
  ["jitter 0–20 ms, even", { jitter: even(20) }],
  ["jitter 0–60 ms, even, re-ordered", { jitter: even(60) }],
  ["jitter 0–150 ms, even, re-ordered", { jitter: even(150) }],
  ["jitter of 10 ms, exponential", { jitter: exponential(10) }],
  ["jitter of 30 ms, exponential", { jitter: exponential(30) }],
  ["a queue up to 80 ms every 4 s", { jitter: queue(80, 200) }],
  ["a queue up to 150 ms every second", { jitter: queue(150, 50) }],
  ["another route every 5 s, up to 150 ms", { jitter: routes(150, 250) }],
  ["jitter of 10 ms, exponential, 3 % lost in bursts, 1 % twice", {
    jitter: exponential(10),
    loss: 0.03,
    burst: 2,
    duplicates: 0.01,
  }],
];

/** The networks that are tried. */
export const NETWORKS = ROWS.map(([name, network]) => ({
  name,
  network,
  seconds: SECONDS,
}));
