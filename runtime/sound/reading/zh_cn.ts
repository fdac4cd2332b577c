import { type Language, LETTERS, partOfSign } from "./language.ts";
import type {
  Amount,
  CalendarDate,
  Decimal,
  Duration,
  Moment,
  TimeOfDay,
} from "./values.ts";

/** What is counted; two of them are 两, not 二. */
const UNITS = {
  yuan: "元",
  jiao: "角",
  fen: "分",
  oclock: "点",
  hours: "小时",
  minutes: "分钟",
  seconds: "秒",
};
type Unit = keyof typeof UNITS;

const PARTS = {
  ...LETTERS,
  ...UNITS,
  "0": "零",
  "1": "一",
  "2": "二",
  "3": "三",
  "4": "四",
  "5": "五",
  "6": "六",
  "7": "七",
  "8": "八",
  "9": "九",
  two: "两",
  ten: "十",
  hundred: "百",
  thousand: "千",
  ten_thousand: "万",
  hundred_million: "亿",
  point: "点",
  minus: "负",
  plus: "加",
  year: "年",
  month: "月",
  day: "日",
  minute: "分",
  exactly: "整",
  star: "星号",
  pound: "井号",
};
type Part = keyof typeof PARTS;

/** The powers that have a name, from the largest on. */
const POWERS: readonly (readonly [power: number, part: Part])[] = [
  [1e8, "hundred_million"],
  [1e4, "ten_thousand"],
  [1000, "thousand"],
  [100, "hundred"],
  [10, "ten"],
];

/** Before these 2 is 两 at the head of a number. */
const GREAT: readonly Part[] = [
  "hundred",
  "thousand",
  "ten_thousand",
  "hundred_million",
];

/** 普通话, as it is read to callers on the mainland. */
export const ZH_CN: Language = {
  voice: "cmn",
  tones: "cn",
  letter: /\p{Script=Han}/u,
  parts: PARTS,
  digits: signs,
  number: ({ negative, whole, fraction }: Decimal) => [
    ...negative ? ["minus"] : [],
    ...integer(whole),
    ...fraction === "" ? [] : ["point", ...fraction],
  ],
  money: yuanJiaoFen,
  yuanJiaoFen,
  moment: ({ date, time }: Moment) => [
    ...date ? calendar(date) : [],
    ...time ? clock(time) : [],
  ],
  duration,
};

function signs(text: string): string[] {
  return [...text].map(partOfSign);
}

/** 10 to 19 at the head lose their 一: 十五, but 一百一十五. */
function integer(value: number): Part[] {
  const [first, second, ...rest] = inFull(value);
  if (first === "1" && second === "ten") return [second, ...rest];
  if (first === "2" && GREAT.includes(second)) return ["two", second, ...rest];
  return second ? [first, second, ...rest] : [first];
}

/** A gap in the places between two powers is read as one 零. */
function inFull(value: number): Part[] {
  const [power, name] = POWERS.find(([power]) => power <= value) ?? [];
  if (!power || !name) return [`${value}` as Part];
  const [high, low] = [Math.floor(value / power), value % power];
  const head = [...inFull(high), name];
  if (low === 0) return head;
  return low < power / 10
    ? [...head, "0", ...inFull(low)]
    : [...head, ...inFull(low)];
}

/** So many of something. */
function counted(count: number, unit: Unit): Part[] {
  return count === 2 ? ["two", unit] : [...integer(count), unit];
}

function yuanJiaoFen({ negative, whole, hundredths }: Amount): Part[] {
  const [jiao, fen] = [Math.floor(hundredths / 10), hundredths % 10];
  const gap = whole > 0 && jiao === 0;
  const [first, ...rest] = [
    ...whole > 0 || hundredths === 0 ? [...integer(whole), "yuan"] : [],
    ...jiao > 0 ? [...integer(jiao), "jiao"] : [],
    ...gap && fen > 0 ? ["0"] : [],
    ...fen > 0 ? [...integer(fen), "fen"] : [],
  ] as Part[];
  const isTwo = first === "2" && rest[0] in UNITS;
  return [
    ...negative ? ["minus"] as const : [],
    isTwo ? "two" : first,
    ...rest,
  ];
}

/** 零二分, never 零两分. */
function afterZero(count: number, unit: Part): Part[] {
  return ["0", ...integer(count), unit];
}

function calendar({ year, month, day }: CalendarDate): string[] {
  const digits = `${year}`.padStart(4, "0");
  return [
    ...digits,
    "year",
    ...integer(month),
    "month",
    ...day === null ? [] : [...integer(day), "day"],
  ];
}

/** As it was written: 01:05 is 一点零五分, 1:5 is 一点五分. */
function clock({ hour, minute, second, isPadded }: TimeOfDay): Part[] {
  const head = counted(hour, "oclock");
  if (minute === 0 && second === 0) return [...head, "exactly"];
  const place = (value: number, unit: "minute" | "seconds") =>
    isPadded && value > 0 && value < 10
      ? afterZero(value, unit)
      : [...integer(value), unit];
  return [
    ...head,
    ...place(minute, "minute"),
    ...second === 0 ? [] : place(second, "seconds"),
  ];
}

function duration({ hours, minutes, seconds }: Duration): Part[] {
  const parts = [
    ...hours > 0 ? counted(hours, "hours") : [],
    ...minutes > 0 ? counted(minutes, "minutes") : [],
  ];
  const least: Unit = seconds === null ? "minutes" : "seconds";
  if (!seconds) return parts.length > 0 ? parts : ["0", least];
  const gap = hours > 0 && minutes === 0;
  const rest = gap ? afterZero(seconds, least) : counted(seconds, least);
  return [...parts, ...rest];
}
