import { type Language, LETTERS, partOfSign } from "./language.ts";
import type {
  Amount,
  CalendarDate,
  Decimal,
  Duration,
  Moment,
  TimeOfDay,
} from "./values.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const UNITS = {
  "0": "zero",
  "1": "one",
  "2": "two",
  "3": "three",
  "4": "four",
  "5": "five",
  "6": "six",
  "7": "seven",
  "8": "eight",
  "9": "nine",
  "10": "ten",
  "11": "eleven",
  "12": "twelve",
  "13": "thirteen",
  "14": "fourteen",
  "15": "fifteen",
  "16": "sixteen",
  "17": "seventeen",
  "18": "eighteen",
  "19": "nineteen",
};

const TENS = {
  "20": "twenty",
  "30": "thirty",
  "40": "forty",
  "50": "fifty",
  "60": "sixty",
  "70": "seventy",
  "80": "eighty",
  "90": "ninety",
};

/** The days of a month; 21st is twenty and first. */
const ORDINALS = {
  "1st": "first",
  "2nd": "second",
  "3rd": "third",
  "4th": "fourth",
  "5th": "fifth",
  "6th": "sixth",
  "7th": "seventh",
  "8th": "eighth",
  "9th": "ninth",
  "10th": "tenth",
  "11th": "eleventh",
  "12th": "twelfth",
  "13th": "thirteenth",
  "14th": "fourteenth",
  "15th": "fifteenth",
  "16th": "sixteenth",
  "17th": "seventeenth",
  "18th": "eighteenth",
  "19th": "nineteenth",
  "20th": "twentieth",
  "30th": "thirtieth",
};
const ORDINAL_PARTS = Object.keys(ORDINALS);

/** Short scale. */
const GROUPS: readonly (readonly [power: number, part: string])[] = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
  [1000, "thousand"],
];

/** American English. */
export const EN_US: Language = {
  voice: "en-us",
  tones: "us",
  letter: /\p{Script=Latin}/u,
  parts: {
    ...LETTERS,
    ...UNITS,
    ...TENS,
    ...ORDINALS,
    ...Object.fromEntries(MONTHS.map((name) => [name.toLowerCase(), name])),
    hundred: "hundred",
    thousand: "thousand",
    million: "million",
    billion: "billion",
    trillion: "trillion",
    point: "point",
    minus: "minus",
    plus: "plus",
    oh: "oh",
    and: "and",
    at: "at",
    oclock: "o'clock",
    am: "A.M.",
    pm: "P.M.",
    dollar: "dollar",
    dollars: "dollars",
    cent: "cent",
    cents: "cents",
    yuan: "yuan",
    jiao: "jiao",
    fen: "fen",
    hour: "hour",
    hours: "hours",
    minute: "minute",
    minutes: "minutes",
    second: "second",
    seconds: "seconds",
    star: "star",
    pound: "pound",
  },
  digits: (text) => [...text].map(partOfSign),
  number: ({ negative, whole, fraction }: Decimal) => [
    ...sign(negative),
    ...integer(whole),
    ...fraction === "" ? [] : ["point", ...fraction],
  ],
  money: ({ negative, whole, hundredths }: Amount) => [
    ...sign(negative),
    ...joined([
      ...whole > 0 || hundredths === 0 ? [counted(whole, "dollar")] : [],
      ...hundredths > 0 ? [counted(hundredths, "cent")] : [],
    ]),
  ],
  yuanJiaoFen,
  moment: ({ date, time }: Moment) => [
    ...date ? calendar(date) : [],
    ...date && time ? ["at"] : [],
    ...time ? clock(time) : [],
  ],
  duration,
};

function sign(negative: boolean): string[] {
  return negative ? ["minus"] : [];
}

function integer(value: number): string[] {
  const group = GROUPS.find(([power]) => power <= value);
  if (!group) return belowThousand(value);
  const [power, name] = group;
  const low = value % power;
  const head = [...belowThousand(Math.floor(value / power)), name];
  return low === 0 ? head : [...head, ...integer(low)];
}

function belowThousand(value: number): string[] {
  if (value < 100) return belowHundred(value);
  const low = value % 100;
  const head = [`${Math.floor(value / 100)}`, "hundred"];
  return low === 0 ? head : [...head, ...belowHundred(low)];
}

function belowHundred(value: number): string[] {
  const [tens, low] = [value - value % 10, value % 10];
  if (value < 20 || low === 0) return [`${value}`];
  return [`${tens}`, `${low}`];
}

/** So many of something; the plural has an s. */
function counted(count: number, unit: string): string[] {
  return [...integer(count), count === 1 ? unit : `${unit}s`];
}

/** With "and" before the last. */
function joined(phrases: readonly string[][]): string[] {
  const [last, ...before] = phrases.toReversed();
  if (before.length === 0) return last;
  return [...before.toReversed().flat(), "and", ...last];
}

function yuanJiaoFen({ negative, whole, hundredths }: Amount): string[] {
  const [jiao, fen] = [Math.floor(hundredths / 10), hundredths % 10];
  return [
    ...sign(negative),
    ...whole > 0 || hundredths === 0 ? [...integer(whole), "yuan"] : [],
    ...jiao > 0 ? [`${jiao}`, "jiao"] : [],
    ...fen > 0 ? [`${fen}`, "fen"] : [],
  ];
}

function calendar({ year, month, day }: CalendarDate): string[] {
  const name = MONTHS[month - 1].toLowerCase();
  return [name, ...day === null ? [] : ordinal(day), ...yearParts(year)];
}

function ordinal(day: number): string[] {
  const low = day % 10;
  if (day <= 20) return [ORDINAL_PARTS[day - 1]];
  return low === 0 ? [`${day}th`] : [`${day - low}`, ORDINAL_PARTS[low - 1]];
}

/** Nineteen oh five, nineteen hundred, two thousand five, twenty twenty. */
function yearParts(year: number): string[] {
  const [century, rest] = [Math.floor(year / 100), year % 100];
  if (century % 10 === 0 && rest < 10) return integer(year);
  if (century === 0) return integer(year);
  const head = belowHundred(century);
  return rest === 0 ? [...head, "hundred"] : [...head, ...twoPlaces(rest)];
}

/** Both digits are heard: oh five. */
function twoPlaces(value: number): string[] {
  return value < 10 ? ["oh", `${value}`] : belowHundred(value);
}

function clock({ hour, minute, second }: TimeOfDay): string[] {
  const sharp = second > 0 ? ["oclock"] : [];
  return [
    ...belowHundred(hour % 12 || 12),
    ...minute > 0 ? twoPlaces(minute) : sharp,
    hour < 12 ? "am" : "pm",
    ...second > 0 ? ["and", ...counted(second, "second")] : [],
  ];
}

function duration({ hours, minutes, seconds }: Duration): string[] {
  const fields: readonly [count: number, unit: string][] = [
    [hours, "hour"],
    [minutes, "minute"],
    [seconds ?? 0, "second"],
  ];
  const said = fields.filter(([count]) => count > 0);
  if (said.length === 0) return ["0", seconds === null ? "minutes" : "seconds"];
  return joined(said.map(([count, unit]) => counted(count, unit)));
}
