import { type Running, start } from "./program.ts";

export interface BaresipOptions {
  /**
   * Its SIP port on 127.0.0.1; RTP is on the hundred from 10,000 above. Two
   * above (one is for TLS) it takes commands.
   */
  readonly port: number;
  /** The WAV file that it speaks. */
  readonly speaks: string;
  /** Whom it calls, as a URI. */
  readonly dials?: string;
  /** What it speaks. */
  readonly codec?: "g711" | "gsm" | "opus";
  /** The only one of these that it offers, such as `PCMU/8000/1`. */
  readonly only?: string;
  /** Whether it offers RTP and RTCP on one port. */
  readonly rtcpMux?: boolean;
  /** SRTP with RTP/AVP where it is answered so, or RTP/SAVP and nothing else. */
  readonly security?: "srtp" | "srtp-mand";
  /** SIP over TLS, one port above; PEM files. */
  readonly tls?: BaresipTls;
}

export interface BaresipTls {
  /** Its key and certificate in one. */
  readonly own: string;
  /** Whom it trusts. */
  readonly roots: string;
}

/**
 * A baresip softphone without a sound card: it speaks a WAV file (8 kHz mono,
 * and hangs up at its end), answers by itself and keeps what it hears.
 */
export class Baresip {
  readonly #running: Running;
  readonly #folder: string;

  private constructor(running: Running, folder: string) {
    this.#running = running;
    this.#folder = folder;
  }

  static async start(
    options: BaresipOptions,
  ): Promise<Baresip> {
    const folder = await Deno.makeTempDir();
    const write = (name: string, text: string) =>
      Deno.writeTextFile(`${folder}/${name}`, text);
    await write("config", configOf(folder, options));
    await write("contacts", "");
    await write(
      "accounts",
      `<sip:phone@127.0.0.1:${options.port}${
        options.tls ? ";transport=tls" : ""
      }>;regint=0;answermode=auto` +
        `${options.security ? `;mediaenc=${options.security}` : ""}` +
        `${options.only ? `;audio_codecs=${options.only}` : ""}\n`,
    );
    const dial = options.dials ? ["-e", `/dial ${options.dials}`] : [];
    return new Baresip(start("baresip", ["-f", folder, ...dial]), folder);
  }

  /** Ends it; gives all that it printed. */
  async printed(): Promise<string> {
    this.#running.stop();
    return (await this.#running.ended).output;
  }

  /** Ends it; gives the WAV file of what it heard in its last call. */
  async stop(): Promise<string> {
    this.#running.stop();
    const { output } = await this.#running.ended;
    for await (const { name } of Deno.readDir(this.#folder)) {
      if (name.endsWith("-dec.wav")) return `${this.#folder}/${name}`;
    }
    throw new Error(`baresip heard nothing:\n${output}`);
  }
}

function configOf(
  folder: string,
  { port, speaks, codec = "g711", rtcpMux = false, security, tls }:
    BaresipOptions,
) {
  // Its files have 8 kHz, whatever its codec has
  const resampled = ["ausrc_srate 8000", "ausrc_channels 1"];
  const opus = ["opus_stereo no", "opus_inbandfec yes", "opus_packet_loss 10"];
  const secrecy = security ? ["srtp"] : [];
  const modules = [codec, "sndfile", "aufile", "aubridge", ...secrecy];
  return [
    "poll_method epoll",
    `sip_listen 127.0.0.1:${port}`,
    ...tls
      ? [
        `sip_certificate ${tls.own}`,
        `sip_cafile ${tls.roots}`,
        "sip_verify_server yes",
      ]
      : [],
    "audio_player aubridge,none",
    `audio_source aufile,${speaks}`,
    "audio_alert aubridge,none",
    "audio_buffer 20-160",
    ...codec === "opus" ? [...resampled, ...opus] : [],
    `rtp_ports ${port + 10_000}-${port + 10_099}`,
    "jitter_buffer_delay 2-5",
    "rtp_stats yes",
    `rtcp_mux ${rtcpMux ? "yes" : "no"}`,
    "module_path /usr/lib/baresip/modules",
    ...modules.map((name) => `module ${name}.so`),
    "module_tmp account.so",
    "module_app menu.so",
    "module_app ctrl_tcp.so",
    `ctrl_tcp_listen 127.0.0.1:${port + 2}`,
    `snd_path ${folder}`,
    "",
  ].join("\n");
}
