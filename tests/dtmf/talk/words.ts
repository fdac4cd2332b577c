/**
 * What is said, by espeak-ng's names of languages: a few everyday words each,
 * chosen for many vowels, long and short. Numbers, dates and letters are read
 * out in every language, so that lists may be short.
 */
export const WORDS: Readonly<Record<string, string>> = {
  "en-us":
    "yes no please hello who we you owe eye ear air oil meal moon wait number again early euro tomorrow engineer beautiful only allow away",
  "en-gb":
    "morning evening queue bill account password yellow window really idea area wonderful o'clock seventeen money weather listen follow",
  "en-gb-scotland": "good bairn wee road world girl fire hour poor more near",
  de:
    "ja nein bitte Auge Ohr Eule heute Leute Uhr über Öl müde schön viele Liebe Mühe Zahl Name Nummer Konto Weg zwölf fünf eins wohin",
  nl:
    "ja nee graag huis muis uur vuur nieuw leeuw mooi groei goed deur eeuw ui oog oor rekening nummer morgen avond tuin",
  fr:
    "oui non merci eau yeux oeil heure jour nuit rue feu peu deux neuf onze ami famille bonjour lieu numéro huit roi oiseau ailleurs",
  es:
    "sí no gracias agua ojo oído luego ciudad calle número cuenta llave hoy ayer mañana oír huevo aire baile idea ahora",
  it:
    "sì no grazie uovo aiuola occhio orecchio luglio giugno figlio uno otto ieri oggi noi voi aiuto paura chiave ciao buongiorno",
  pt:
    "sim não obrigado água olho orelha rua céu meu seu dois oito noite dia mãe pão lei hoje amanhã número conta ouvir",
  ru:
    "да нет спасибо ухо глаз улица дом окно ночь день один восемь мой твой яйцо юла июнь июль номер счёт ошибка",
  pl:
    "tak nie proszę ucho oko ulica dom okno noc dzień jeden osiem mój twój jajko lipiec numer konto wieczór żółty",
  cs:
    "ano ne prosím ucho oko ulice dům okno noc den jeden osm můj tvůj vejce účet číslo ráno večer žlutý",
  sv:
    "ja nej tack öga öra hus ny nio sju ö å älg år öl höst rum nummer konto morgon afton",
  fi:
    "kyllä ei kiitos yö työ tie suo aika huone hyvää päivää yksi kuusi luu puu numero tili aamu ilta",
  hu:
    "igen nem kérem fül szem utca ház ablak éj nap egy nyolc tíz öt hétfő szám számla reggel este",
  ro:
    "da nu mulțumesc ureche ochi oraș casă noapte zi unu opt nouă ou ploaie număr cont mâine seară",
  tr:
    "evet hayır lütfen kulak göz sokak ev gece gün bir sekiz üç dört öğle ay su numara hesap yarın akşam",
  el:
    "ναι όχι ευχαριστώ αυτί μάτι δρόμος σπίτι νύχτα μέρα ένα οκτώ εννέα αύριο αριθμός ήλιος νερό",
  hi: "हाँ नहीं कृपया आँख कान घर रात दिन एक आठ नौ पानी आज कल नमस्ते संख्या",
  ar: "نعم لا شكرا عين أذن بيت ليل يوم واحد ثمانية ماء اليوم غدا رقم حساب مرحبا",
  cmn:
    "你好 是 不是 请 谢谢 电话 号码 一 二 三 四 五 六 七 八 九 十 我们 你们 明天 早上 好 再见 月亮 雨",
  yue: "你好 係 唔係 唔該 電話 號碼 一 二 三 四 五 六 七 八 九 十 聽日 早晨",
  ja:
    "はい いいえ おはよう ありがとう いえ うえ あおい いち に さん よん ご ろく なな はち きゅう あめ ゆき",
  ko:
    "예 아니요 여보세요 감사합니다 우유 오이 아이 여우 일 이 삼 사 오 육 칠 팔 구 십 내일 오늘",
  vi:
    "vâng không xin chào cảm ơn một hai ba bốn năm sáu bảy tám chín mười ngày mai nhà mưa",
  id:
    "ya tidak terima kasih air mata telinga rumah malam hari satu delapan uang nomor besok pagi",
  sw:
    "ndiyo hapana asante maji jicho sikio nyumba usiku siku moja nane tisa kesho namba jua mvua",
  eo:
    "jes ne dankon akvo okulo orelo domo nokto tago unu ok naŭ morgaŭ numero hieraŭ ĉielo",
};

/** Kinds of voices that espeak-ng has: men, women, other tracts and sources. */
export const VARIANTS: readonly string[] = [
  ...["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"],
  ...["f1", "f2", "f3", "f4", "f5"],
  ...["croak", "whisper", "klatt", "klatt2", "klatt3", "klatt4"],
  ...["Annie", "Alicia", "Storm", "steph", "grandma", "grandpa", "aunty"],
];
