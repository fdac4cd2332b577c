import { extname, join } from "node:path";
import type { LanguageName } from "../media/content.ts";
import { RAW_EXTENSIONS } from "./formats/raw.ts";

/** Of several recordings of one part the first of these is taken. */
const EXTENSIONS: readonly string[] = [
  ".wav",
  ".flac",
  ".opus",
  ".ogg",
  ".mp3",
  ".w64",
  ".rf64",
  ...RAW_EXTENSIONS,
];

interface Listing {
  readonly changed: number;
  /** Names of files by the parts that they say. */
  readonly files: ReadonlyMap<string, string>;
}

const NOTHING: Listing = { changed: NaN, files: new Map() };

/** The recordings that a studio has made of parts of speech, in any format. */
export class StudioParts {
  readonly #folder: string;
  readonly #listings = new Map<LanguageName, Listing>();

  /** @param folder holds one folder for each language */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The name of a part's file in the folder of its language; null for none. */
  async file(language: LanguageName, part: string): Promise<string | null> {
    const { files } = await this.#listing(language);
    return files.get(part) ?? null;
  }

  /** Read anew when a file has come or gone. */
  async #listing(language: LanguageName): Promise<Listing> {
    const folder = join(this.#folder, language);
    const found = await Deno.stat(folder).catch(() => null);
    const changed = found?.mtime?.getTime();
    if (changed === undefined) return NOTHING;
    const known = this.#listings.get(language);
    if (known?.changed === changed) return known;
    const listing = { changed, files: await partsIn(folder) };
    this.#listings.set(language, listing);
    return listing;
  }
}

async function partsIn(folder: string): Promise<Map<string, string>> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory && rankOf(name) >= 0) names.push(name);
  }
  // The last of a part stays: the best comes last.
  names.sort((a, b) => rankOf(b) - rankOf(a));
  return new Map(names.map((name) => [partOf(name), name]));
}

function partOf(name: string): string {
  return name.slice(0, -extname(name).length);
}

function rankOf(name: string): number {
  return EXTENSIONS.indexOf(extname(name).toLowerCase());
}
