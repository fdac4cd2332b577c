import { listening } from "./listening.ts";
import { type Running, start } from "./program.ts";

const MODULES = "/usr/lib/x86_64-linux-gnu/kamailio/modules/";
const USED = [
  "tm",
  "sl",
  "rr",
  "pv",
  "maxfwd",
  "siputils",
  "textops",
  "xlog",
  "corex",
];

/**
 * A Kamailio proxy: it puts itself into every route, by loose routing, and
 * relays each request that begins a dialog to where its rules say.
 */
export class Kamailio {
  readonly #running: Running;
  readonly #folder: string;
  /** `host:port`, UDP and TCP. */
  readonly at: string;

  private constructor(running: Running, folder: string, at: string) {
    this.#running = running;
    this.#folder = folder;
    this.at = at;
  }

  /**
   * Starts one; `rules` set `$du`, the URI of the next hop, in Kamailio's own
   * words. Resolves once it listens.
   */
  static async start(at: string, rules: readonly string[]): Promise<Kamailio> {
    const folder = await Deno.makeTempDir();
    const file = `${folder}/kamailio.cfg`;
    await Deno.writeTextFile(file, configOf(at, rules));
    const running = start("kamailio", ["-f", file, "-Y", folder, "-DD", "-E"]);
    const early = running.ended.then(({ output }) => Promise.reject(output));
    await Promise.race([listening(at), early]);
    early.catch(() => {});
    return new Kamailio(running, folder, at);
  }

  /** Ends it; gives the methods of what it routed within dialogs. */
  async stop(): Promise<string[]> {
    this.#running.stop();
    const { output } = await this.#running.ended;
    await Deno.remove(this.#folder, { recursive: true });
    return Array.from(output.matchAll(/routed ([A-Z]+)/g), ([, name]) => name);
  }
}

function configOf(at: string, rules: readonly string[]): string {
  return [
    "#!KAMAILIO",
    "debug=1",
    "log_stderror=yes",
    "children=2",
    "tcp_children=2",
    "auto_aliases=no",
    `listen=udp:${at}`,
    `listen=tcp:${at}`,
    `mpath="${MODULES}"`,
    ...USED.map((name) => `loadmodule "${name}.so"`),
    "request_route {",
    '  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Loop"); exit; }',
    '  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }',
    "  if (has_totag()) {",
    '    if (loose_route()) { xlog("L_ALERT", "routed $rm\\n"); t_relay(); exit; }',
    '    if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }',
    '    sl_send_reply("404", "No route"); exit;',
    "  }",
    "  t_check_trans();",
    "  record_route();",
    ...rules,
    "  if (!t_relay()) sl_reply_error();",
    "}",
    "",
  ].join("\n");
}
