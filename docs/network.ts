import { utf8 } from "../runtime/base/bytes.ts";
import { type Core, loadCore } from "../runtime/core/mod.ts";
import { type Heard, hearOver } from "../tests/core/support/heard.ts";
import { NETWORKS } from "../tests/core/support/networks.ts";

/** Not the seeds of the tests. */
const SEED = 101;
const HOUR = 3600;

const HEAD = `# What a port makes of a network

Simulated networks of 20 ms packets of speech-like sound in A-law, two minutes
or an hour each. \`deno task report:network\` makes this page anew, the same to
the last digit; \`tests/core/network.spec.ts\` holds the same networks against
bounds, with other seeds.

- **lost**: of the packets that were sent, those that never came.
- **late**: of the packets that came, those that came after their time. The
  newest is played all the same, later, as long as no sound waits 200 ms.
- **delay**: what packets waited in the mean until they were due, beyond the
  time that the network took. **Ideal** is the buffer of fixed delay that knows
  all packets beforehand (and the drift of the clocks) and lets no greater share
  be late.
- **made up**: share of the sound that stands in for what did not come in time.
- **step**: the largest difference of two samples that are neighbours, in that
  of the sound as it was sent. Nothing clicks where it is about 1.

Where nothing is wrong the ideal is 0 ms, and 28 ms are kept: two telephones
have two clocks, and where these cross, packets begin to come one tick of 20 ms
later. Whoever keeps less has a hole in the sound at each crossing, 18 times in
an hour at 100 ppm. The other 8 ms are how exactly the buffer knows the transit
of packets and how exactly it keeps its delay, 4 ms each. By ITU-T G.107 they
cost 0.2 of 93 points.

| network | lost | late | delay | ideal | made up | step |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
`;

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function row(name: string, packets: number, heard: Heard): string {
  return `| ${
    [
      name,
      percent(heard.statistics.packetsLost / packets),
      percent(heard.late),
      `${heard.delay.toFixed(0)} ms`,
      `${heard.ideal.toFixed(0)} ms`,
      percent(heard.concealed),
      heard.step.toFixed(2),
    ].join(" | ")
  } |\n`;
}

function table(core: Core): string {
  let text = "";
  for (const { name, network, seconds } of NETWORKS) {
    text += row(name, 50 * seconds, hearOver(core, network, seconds, SEED));
  }
  for (const drift of [100, -100]) {
    const heard = hearOver(core, { drift }, HOUR, SEED);
    text += row(`an hour at ${drift} ppm`, 50 * HOUR, heard);
  }
  return text;
}

/** Prints the table; with `--write` it goes into docs/NETWORK.md. */
const text = HEAD + table(await loadCore());
if (Deno.args.includes("--write")) {
  await Deno.writeTextFile(new URL("NETWORK.md", import.meta.url), text);
}
await Deno.stdout.write(utf8(text));
