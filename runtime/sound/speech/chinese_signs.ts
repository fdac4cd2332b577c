/** What eSpeak NG reads not at all, wrongly, or as the number of a character. */
const SPELLED: readonly (readonly [sign: RegExp, spelled: string])[] = [
  [/(\d[\d.,]*)\s?%/g, "百分之$1"],
  [/(\d[\d.,]*)\s?‰/g, "千分之$1"],
  [/[¥￥]\s?(\d[\d.,]*)/g, "$1元"],
  [/℃/g, "摄氏度"],
  [/(?<![\p{L}\p{N}-])[-−]\s?(?=\d)/gu, "负"],
  [/(?<=[\p{Script=Han}])[-−](?=\d)/gu, "负"],
  // Past the Basic Multilingual Plane its dictionary ends.
  [/[\u{20000}-\u{3ffff}]/gu, ""],
];

/** Chinese with its signs in words. */
export function spelledInChinese(text: string): string {
  return SPELLED.reduce((spelled, [sign, word]) => {
    return spelled.replace(sign, word);
  }, text);
}
