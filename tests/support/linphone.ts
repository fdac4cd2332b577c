import { TextLineStream } from "./text_lines.ts";

const PATIENCE_MS = 15_000;

export interface LinphoneOptions {
  /** Its SIP port; RTP is ten above. */
  readonly port: number;
  /** The WAV file that it speaks, over and over. */
  readonly speaks: string;
  /** Whether it offers and takes SRTP and nothing else. */
  readonly isSecret?: boolean;
}

/** The linphone softphone on its console, with files for a sound card. */
export class Linphone {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #errors: Promise<string>;
  readonly #folder: string;
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #read: Promise<void>;

  private constructor(folder: string, home: string) {
    this.#folder = folder;
    this.#child = new Deno.Command("linphonec", {
      args: ["-c", `${folder}/linphonerc`, "-d", "0"],
      env: { HOME: home },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#errors = new Response(this.#child.stderr).text();
    this.#read = this.#listen();
  }

  /** Starts one that answers by itself. Resolves once it listens. */
  static async start(
    { port, speaks, isSecret = false }: LinphoneOptions,
  ): Promise<Linphone> {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/.local/share/linphone`, { recursive: true });
    await Deno.writeTextFile(`${folder}/linphonerc`, configOf(port, isSecret));
    const phone = new Linphone(folder, folder);
    await phone.#say("ipv6 disable");
    await phone.#say("soundcard use files");
    await phone.#say(`record ${phone.#heard}`);
    await phone.#say(`play ${speaks}`);
    await phone.#say("autoanswer enable");
    await phone.#say(`ports sip ${port}`);
    await phone.until(/Setting sip port/);
    return phone;
  }

  /** Calls; resolves once there is sound both ways. */
  async call(uri: string): Promise<void> {
    await this.#say(`call ${uri}`);
    await this.hasSound();
  }

  hasSound(): Promise<void> {
    return this.until(/Media streams established/);
  }

  /** Presses keys, each as an RFC 4733 event. */
  async press(keys: string): Promise<void> {
    await this.#say(keys);
  }

  async hangUp(): Promise<void> {
    await this.#say("terminate");
    await this.until(/Call \d+ with .* ended/);
  }

  /** Resolves when a line like this was printed; fails after 15 s. */
  async until(pattern: RegExp): Promise<void> {
    const late = Date.now() + PATIENCE_MS;
    while (!this.#lines.some((line) => pattern.test(line))) {
      if (Date.now() > late) throw new Error(this.#lines.join("\n"));
      await this.#news();
    }
  }

  /** Ends it; gives the WAV file of what it heard. */
  async stop(): Promise<string> {
    await this.#say("quit");
    await this.#input.close();
    await this.#child.status;
    await this.#errors;
    await this.#read;
    return this.#heard;
  }

  get #heard(): string {
    return `${this.#folder}/heard.wav`;
  }

  async #say(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  /** The next line, or a second without one. */
  async #news(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, 1000);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }

  async #listen(): Promise<void> {
    const lines = this.#child.stdout
      .pipeThrough(new TextDecoderStream() as never)
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      this.#lines.push(line);
      for (const resolve of this.#waiting) resolve();
    }
  }
}

function configOf(port: number, isSecret: boolean): string {
  return [
    "[sip]",
    `sip_port=${port}`,
    "sip_tcp_port=-1",
    "sip_tls_port=-1",
    "guess_hostname=0",
    "contact=sip:linphone@127.0.0.1",
    "use_rfc2833=1",
    "use_info=0",
    `media_encryption=${isSecret ? "srtp" : "none"}`,
    `media_encryption_mandatory=${isSecret ? 1 : 0}`,
    "[rtp]",
    `audio_rtp_port=${port + 10}`,
    "",
  ].join("\n");
}
