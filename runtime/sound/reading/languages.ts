import type { LanguageName } from "../../media/content.ts";
import { EN_US } from "./en_us.ts";
import type { Language } from "./language.ts";
import { ZH_CN } from "./zh_cn.ts";

/** All that the node knows of languages: one that is added here is there. */
export const LANGUAGES: Readonly<Record<LanguageName, Language>> = {
  "zh-CN": ZH_CN,
  "en-US": EN_US,
};

export function isLanguage(name: LanguageName): boolean {
  return Object.hasOwn(LANGUAGES, name);
}
