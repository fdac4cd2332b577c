/** The soak on Deno and on Node: `host.js '{"ports":…,"seconds":…,"seed":…}'`. */
import process from "node:process";

// Not known by name before they are built
const build = (name) => new URL(`../../build/${name}`, import.meta.url).href;
const { loadCore } = await import(build("core.js"));
const { soak } = await import(build("soak.js"));

const size = JSON.parse(process.argv[2]);
process.stdout.write(JSON.stringify(soak(await loadCore(), size)));
