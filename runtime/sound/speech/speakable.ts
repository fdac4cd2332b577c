/** Full-width forms of ASCII, and how far they are from it (Unicode, block FF00). */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
const IDEOGRAPHIC_SPACE = /\u3000/g;
/** Pictures, what joins and colours them, and what is not seen. */
const UNSPOKEN =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Cf}|\p{Cc}|[\ufe00-\ufe0f\u20e3]/gu;
/** Signs of trade are pictures to Unicode, and spoken. */
const SPOKEN_SIGNS = /[©®™]/;

/** Text as a synthesizer takes it: no pictures, and one form of each character. */
export function speakable(text: string): string {
  return text
    .replace(FULL_WIDTH, narrow)
    .replace(IDEOGRAPHIC_SPACE, " ")
    .replace(UNSPOKEN, (sign) => SPOKEN_SIGNS.test(sign) ? sign : " ")
    .trim();
}

function narrow(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET);
}
