import {
  basename,
  dirname,
  extname,
  isAbsolute,
  join,
  resolve,
  sep,
} from "node:path";
import { CtiError } from "../base/fault.ts";
import { wordsOf } from "../base/words_of.ts";
import type { RecordFormat, SoundSettings } from "../media/sound_messages.ts";
import { isUrl, SoundHosts } from "./fetched/sound_hosts.ts";
import type { SoundUse } from "./sound.ts";
import { syncFolder } from "./sync_folder.ts";
import { whatIsAt } from "./what_is_at.ts";

// deno-lint-ignore no-control-regex -- to find them is its purpose
const CONTROL = /[\x00-\x1f\x7f]/;
const LONGEST = 4096;
/** What a name ends with that says a folder and no file in it. */
const FOLDER = /(?:^|\/)\.{0,2}$/;

/** Where relative names are looked up, in this order; recordings go to the last. */
const PROMPTS = "prompts";
const RECORDINGS = "recordings";
/** How names of recordings end. */
const RECORDED: readonly string[] = [".wav", ".mp3"];

/**
 * The only way from a name that a program gave to a file. Every name leads to a
 * regular file below the data folder or one of the sound roots, wherever links
 * and `..` point; all others are refused.
 */
export class Paths {
  readonly #dataDir: string;
  /** The allowed folders as they were named, and with their links resolved. */
  readonly #named: readonly string[];
  readonly #real: readonly string[];
  readonly #hosts: SoundHosts;

  private constructor(
    { dataDir, soundHosts = [] }: SoundSettings,
    named: string[],
    real: string[],
  ) {
    this.#dataDir = resolve(dataDir);
    this.#named = named;
    this.#real = real;
    this.#hosts = new SoundHosts(soundHosts);
  }

  /** Makes the data folder if need be; a sound root that is missing is empty. */
  static async open(settings: SoundSettings): Promise<Paths> {
    const dataDir = resolve(settings.dataDir);
    for (const folder of [PROMPTS, RECORDINGS]) {
      await Deno.mkdir(join(dataDir, folder), { recursive: true });
    }
    const named = [
      dataDir,
      ...settings.soundRoots.map((root) => resolve(root)),
    ];
    const real = await Promise.all(
      named.map(async (root) => await realPath(root) ?? root),
    );
    return new Paths(settings, named, real);
  }

  /**
   * Refuses what a name alone forbids; where links lead shows when it is used.
   * @throws {CtiError} `forbiddenPath`
   */
  check(name: string, use: SoundUse): void {
    if (use === "record") this.#recordingPath(name);
    else if (isUrl(name)) this.#hosts.check(name);
    else this.#absolute(name, PROMPTS);
  }

  /**
   * The real path of a sound file. What was recorded under a name is played by
   * the same name, unless a prompt has it.
   * @throws {CtiError} `forbiddenPath`, or `badParams` when there is none
   */
  async toPlay(name: string): Promise<string> {
    for (const folder of [PROMPTS, RECORDINGS]) {
      const found = await this.#find(name, folder);
      if (found !== null) return found;
    }
    const recorded = await this.#findRecorded(name);
    if (recorded !== null) return recorded;
    throw new CtiError(
      "badParams",
      `No such sound file ${JSON.stringify(name)}`,
    );
  }

  /**
   * The real path of a prompt; null where there is none.
   * @throws {CtiError} `forbiddenPath`
   */
  prompt(name: string): Promise<string | null> {
    return this.#find(name, PROMPTS);
  }

  /**
   * Where a recording goes; makes the folders that are missing. A name without
   * an extension gets that of its format, all others stay as they are.
   * @throws {CtiError} `forbiddenPath`, or `internal` with the system's words
   */
  async toRecord(name: string, format: RecordFormat): Promise<string> {
    const path = this.#recordingPath(name, format);
    try {
      return await this.#makeRoomFor(path, name);
    } catch (error) {
      throw error instanceof CtiError ? error : cannotWrite(name, error);
    }
  }

  async #find(name: string, folder: string): Promise<string | null> {
    const found = await realPath(this.#absolute(name, folder));
    if (found === null) return null;
    this.#checkInside(found, name);
    return (await Deno.stat(found)).isFile ? found : null;
  }

  /** What `toRecord` added an extension to. */
  async #findRecorded(name: string): Promise<string | null> {
    if (FOLDER.test(name) || extname(name) !== "") return null;
    for (const extension of RECORDED) {
      const found = await this.#find(name + extension, RECORDINGS);
      if (found !== null) return found;
    }
    return null;
  }

  /** Nothing else is ever written over: no name can reach the data base. */
  #recordingPath(name: string, format: RecordFormat = "pcma"): string {
    if (isUrl(name)) throw forbidden(name, "a recording is a file here");
    const path = this.#absolute(name, RECORDINGS);
    if (FOLDER.test(name)) throw forbidden(name, "it says a folder");
    const extension = extname(path).toLowerCase();
    if (extension === "") return path + (format === "mp3" ? ".mp3" : ".wav");
    if (RECORDED.includes(extension)) return path;
    throw forbidden(name, `a recording is a ${RECORDED.join(" or ")} file`);
  }

  /** The path in words; links are not looked at yet. */
  #absolute(name: string, folder: string): string {
    if (name === "" || name.length > LONGEST) {
      throw forbidden(name.slice(0, 40), `not 1 to ${LONGEST} characters`);
    }
    if (CONTROL.test(name)) throw forbidden(name, "control characters");
    const path = isAbsolute(name)
      ? resolve(name)
      : join(this.#dataDir, folder, name);
    if (!isBelow(path, this.#named) && !isBelow(path, this.#real)) {
      throw outside(name);
    }
    return path;
  }

  /** Nothing is made before the deepest folder that exists is known inside. */
  async #makeRoomFor(path: string, name: string): Promise<string> {
    const above = await this.#deepestExisting(dirname(path));
    this.#checkInside(join(above, "x"), name);
    const real = join(await makeFolder(dirname(path), above), basename(path));
    this.#checkInside(real, name);
    const there = await whatIsAt(real);
    if (there === null || there.isFile) return real;
    if (there.isSymlink) throw forbidden(name, "it is a link");
    throw cannotWrite(name, "it is no regular file");
  }

  /** The real path of the folder, or of the first above it that is there. */
  async #deepestExisting(folder: string): Promise<string> {
    const real = await realPath(folder);
    if (real !== null) return real;
    if (!this.#named.includes(folder)) {
      return await this.#deepestExisting(dirname(folder));
    }
    throw new Deno.errors.NotFound(`${folder} does not exist`);
  }

  #checkInside(realFile: string, name: string): void {
    if (!isBelow(realFile, this.#real)) throw outside(name);
  }
}

/**
 * The real path of a folder that is made below one that is there, with all that
 * are missing between them; their names are on the disk.
 */
async function makeFolder(path: string, above: string): Promise<string> {
  await Deno.mkdir(path, { recursive: true });
  const real = await Deno.realPath(path);
  for (let made = real; made.length > above.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
  return real;
}

/** Null when there is nothing, or a part of the path is no folder. */
async function realPath(path: string): Promise<string | null> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (error instanceof Deno.errors.NotADirectory) return null;
    throw error;
  }
}

function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) =>
    path.startsWith(root.endsWith(sep) ? root : root + sep)
  );
}

function outside(name: string): CtiError {
  return forbidden(name, "it leads out of the allowed folders");
}

function forbidden(name: string, why: string): CtiError {
  const shown = JSON.stringify(name);
  return new CtiError("forbiddenPath", `Forbidden path ${shown}: ${why}`);
}

/** A fault of the disk, in the system's words. */
export function cannotWrite(name: string, error: unknown): CtiError {
  const why = wordsOf(error);
  const shown = JSON.stringify(name);
  return new CtiError("internal", `Cannot write ${shown}: ${why}`);
}
