import {
  type Environment,
  isSection,
  isSetting,
  type RawSections,
  settingNames,
  type WrongSetting,
} from "../config.ts";

/** What a configuration file says, not read any further yet. */
export interface ConfigFile {
  readonly settings: Environment;
  readonly sections: RawSections;
}

/** It may be a token whose name was mistyped. */
const HIDDEN = "(hidden)";

/**
 * Reads the text of a configuration file: a JSON object, which may hold
 * sections too, or lines of `NAME=VALUE` with `#` before what is to be ignored.
 */
export function readConfigFile(text: string): ConfigFile | WrongSetting[] {
  const isJson = text.trimStart().startsWith("{");
  const found = isJson ? fromJson(text) : lines(text);
  if (!found) {
    const allowed = "a JSON object, or lines NAME=VALUE";
    return [{ name: "--config", value: "", allowed }];
  }
  const isKnown = (name: string) =>
    isSetting(name) || isJson && isSection(name);
  const wrong = found.filter(([name]) => !isKnown(name))
    .map(([name]) => ({ name, value: HIDDEN, allowed: settingNames() }));
  return wrong.length > 0 ? wrong : sorted(found);
}

function sorted(found: readonly [string, unknown][]): ConfigFile {
  const settings = found.filter(([name]) => isSetting(name))
    .map(([name, value]) => [name, `${value}`]);
  const sections = found.filter(([name]) => isSection(name));
  return {
    settings: Object.fromEntries(settings),
    sections: Object.fromEntries(sections),
  };
}

function fromJson(text: string): [string, unknown][] | null {
  try {
    const object: unknown = JSON.parse(text);
    return typeof object === "object" && object ? Object.entries(object) : null;
  } catch {
    return null;
  }
}

const QUOTED = /^(["'])(.*)\1$/;

function lines(text: string): [string, string][] {
  return text.split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name, ...rest] = line.split("=");
      const value = rest.join("=").trim();
      return [name.trim(), QUOTED.exec(value)?.[2] ?? value];
    });
}
