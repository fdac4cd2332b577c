import {
  type Environment,
  isSetting,
  settingNames,
  type WrongSetting,
} from "../config.ts";

/** It may be a token whose name was mistyped. */
const HIDDEN = "(hidden)";

/**
 * Reads the text of a configuration file: a JSON object, or lines of
 * `NAME=VALUE` with `#` before what is to be ignored.
 */
export function readConfigFile(
  text: string,
): Environment | WrongSetting[] {
  const found = text.trimStart().startsWith("{") ? fromJson(text) : lines(text);
  if (!found) {
    const allowed = "a JSON object, or lines NAME=VALUE";
    return [{ name: "--config", value: "", allowed }];
  }
  const wrong = found.filter(([name]) => !isSetting(name))
    .map(([name]) => ({ name, value: HIDDEN, allowed: settingNames() }));
  return wrong.length > 0 ? wrong : Object.fromEntries(found);
}

function fromJson(text: string): [string, string][] | null {
  try {
    const object: unknown = JSON.parse(text);
    if (typeof object !== "object" || object === null) return null;
    return Object.entries(object).map(([name, value]) => [name, `${value}`]);
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
