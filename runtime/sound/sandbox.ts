import { resolve } from "node:path";
import type { SoundSettings } from "../media/sound_messages.ts";
import { SoundHosts } from "./fetched/sound_hosts.ts";

/** Where the built core lies. */
const CORE = new URL("../../build/", import.meta.url);

/**
 * What the sound thread may do, by the runtime's own rules: read and write
 * below the allowed folders, read the core, ask the allowed servers, and nothing
 * else. So even a mistake in `paths.ts` leads nowhere. Makes the data folder if need be.
 */
export async function sandbox(
  settings: SoundSettings,
): Promise<Deno.PermissionOptionsObject> {
  await Deno.mkdir(settings.dataDir, { recursive: true });
  const folders: string[] = [];
  for (const folder of [settings.dataDir, ...settings.soundRoots]) {
    folders.push(folder, ...await realFolder(folder));
  }
  const hosts = new SoundHosts(settings.soundHosts ?? []).ports;
  return {
    read: [...folders, CORE],
    write: folders,
    env: false,
    ffi: false,
    import: false,
    net: hosts.length > 0 ? hosts : false,
    run: false,
    sys: false,
  };
}

/** The rules go by names: a root that is a link needs two of them. */
async function realFolder(folder: string): Promise<string[]> {
  try {
    return [await Deno.realPath(folder)];
  } catch {
    return [];
  }
}

/** The thread cannot look up the working folder, so it gets whole paths. */
export function absoluteFolders(settings: SoundSettings): SoundSettings {
  return {
    ...settings,
    dataDir: resolve(settings.dataDir),
    soundRoots: settings.soundRoots.map((root) => resolve(root)),
  };
}
