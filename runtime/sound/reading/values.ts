/**
 * What the texts of a play list say, whatever language they are read in. Every
 * parser gives null for what is no such text.
 */

/** A number as it was written: what stands behind the point is kept. */
export interface Decimal {
  readonly negative: boolean;
  readonly whole: number;
  readonly fraction: string;
}

export interface Amount {
  readonly negative: boolean;
  readonly whole: number;
  readonly hundredths: number;
}

export interface CalendarDate {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  /** Null where only a month is meant. */
  readonly day: number | null;
}

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  /** 0 where none was said. */
  readonly second: number;
  /** Whether minutes and seconds below ten were written with their zero. */
  readonly isPadded: boolean;
}

/** A date, a time, or both. */
export interface Moment {
  readonly date: CalendarDate | null;
  readonly time: TimeOfDay | null;
}

export interface Duration {
  readonly hours: number;
  readonly minutes: number;
  /** Null where it was written without. */
  readonly seconds: number | null;
}

const DIGITS = /^[+-]?[0-9A-Z*#.](?:[ -]?[0-9A-Z*#.]){0,255}$/;

/**
 * Signs that are read one by one: digits, letters, `*`, `#` and a point, with a
 * sign at their head; blanks and hyphens between them are not read.
 */
export function parseDigits(text: string): string | null {
  const given = text.trim().toUpperCase();
  if (!DIGITS.test(given)) return null;
  return given[0] + given.slice(1).replaceAll(/[ -]/g, "");
}

/** As many digits as a double holds exactly: 999 trillion. */
const DECIMAL = /^([+-]?)(\d{1,15})(?:\.(\d{1,20}))?$/;
/** As programs write a float that is very large or small: 1.0E7, 1e-7. */
const FLOAT = /^([+-]?)(\d)(?:\.(\d{1,20}))?e([+-]?\d{1,2})$/i;

export function parseDecimal(text: string): Decimal | null {
  const given = writtenOut(text.trim());
  const [, sign, whole, fraction = ""] = DECIMAL.exec(given) ?? [];
  if (whole === undefined) return null;
  const negative = sign === "-" && /[1-9]/.test(whole + fraction);
  return { negative, whole: Number(whole), fraction };
}

/** A float without its exponent; whatever is none stays as it is. */
function writtenOut(text: string): string {
  const [, sign, first, rest = "", exponent] = FLOAT.exec(text) ?? [];
  if (first === undefined) return text;
  const last = [...rest].findLastIndex((digit) => digit !== "0");
  const digits = first + rest.slice(0, last + 1);
  const places = Number(exponent);
  if (places < 0) return `${sign}0.${"0".repeat(-places - 1)}${digits}`;
  const whole = digits.padEnd(places + 1, "0");
  const fraction = whole.slice(places + 1);
  return sign + whole.slice(0, places + 1) + (fraction && `.${fraction}`);
}

/** An amount of money, rounded to hundredths, the half away from zero. */
export function parseAmount(text: string): Amount | null {
  const decimal = parseDecimal(text);
  if (!decimal) return null;
  const { negative, whole, fraction } = decimal;
  const [tenth = "0", hundredth = "0", next = "0"] = fraction;
  const hundredths = Number(tenth + hundredth) + (next >= "5" ? 1 : 0);
  return hundredths === 100
    ? { negative, whole: whole + 1, hundredths: 0 }
    : { negative: negative && whole + hundredths > 0, whole, hundredths };
}

/** `YYYY-mm-dd`, `YYYY-mm`, `HH:MM:SS`, `HH:MM`, or a day and a time. */
export function parseMoment(text: string): Moment | null {
  const [first, second, ...rest] = text.trim().split(/[ T]/);
  if (rest.length > 0) return null;
  const date = parseDate(first);
  if (second === undefined) {
    const time = parseTime(first);
    return date || time ? { date, time } : null;
  }
  const time = parseTime(second);
  return date?.day && time ? { date, time } : null;
}

const DATE = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/;
const FEBRUARY = 2;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function parseDate(text: string): CalendarDate | null {
  const fields = fieldsOf(DATE, text);
  if (!fields) return null;
  const [year, month, day] = fields;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = DAYS[month - 1] + (month === FEBRUARY && isLeap ? 1 : 0);
  const exists = days > 0 && (day === null || day >= 1 && day <= days);
  return exists ? { year, month, day } : null;
}

const CLOCK = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/;

function parseTime(text: string): TimeOfDay | null {
  const fields = fieldsOf(CLOCK, text);
  if (!fields) return null;
  const [hour, minute, second] = fields;
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return null;
  const isPadded = !/:\d(?!\d)/.test(text);
  return { hour, minute, second: second ?? 0, isPadded };
}

/** `HH:MM:SS` or `HH:MM`, each field from 0 to 99. */
export function parseDuration(text: string): Duration | null {
  const fields = fieldsOf(CLOCK, text.trim());
  if (!fields) return null;
  const [hours, minutes, seconds] = fields;
  return { hours, minutes, seconds };
}

/** Two numbers, and the third if it is there. */
function fieldsOf(
  pattern: RegExp,
  text: string,
): [number, number, number | null] | null {
  const [, first, second, third] = pattern.exec(text) ?? [];
  if (first === undefined) return null;
  const last = third === undefined ? null : Number(third);
  return [Number(first), Number(second), last];
}
