import * as z from "zod";
import type { Content, LanguageName, ReadingKind } from "../media/content.ts";
import { isLanguage } from "../sound/reading/languages.ts";
import { isReadable } from "../sound/reading/read.ts";
import { sentencesOf } from "../sound/speech/sentences.ts";
import { fileName } from "./shapes.ts";

/** A play list of the specification has no more items. */
const MOST_ITEMS = 30;
const MOST_CHARACTERS = 65_536;
/** Two minutes of speech. */
const MOST_SPOKEN = 1000;
/** Of one item. */
const MOST_NAMES = 100;
const NAMES = `a file name, or up to ${MOST_NAMES} joined by "|"`;

/** How the items of one type are read; null where their content is wrong. */
interface Type {
  readonly expected: string;
  read(content: string, language: Spoken): Content | null;
}

/** The language that an item's option names, if it does. */
type Spoken = { readonly language?: LanguageName };

const AMOUNT = "an amount of money, a decimal number of at most 15 digits";

/** By their number in the table of `play_start`. */
const TYPES: ReadonlyMap<string, Type> = new Map([
  ["0", { expected: "a file name", read: (name) => namesOf([name]) }],
  ["1", readingOf("digits", "digits, letters, * and #, at most 256")],
  ["2", readingOf("number", "a decimal number of at most 15 digits")],
  ["3", readingOf("money", AMOUNT)],
  [
    "4",
    readingOf(
      "moment",
      "YYYY-mm-dd, YYYY-mm, HH:MM:SS, HH:MM or a day and a time",
    ),
  ],
  ["5", readingOf("duration", "HH:MM:SS or HH:MM, each from 0 to 99")],
  ["6", readingOf("yuanJiaoFen", AMOUNT)],
  ["7", { expected: NAMES, read: (names) => namesOf(names.split("|")) }],
  ["10", {
    expected: `a text of at most ${MOST_SPOKEN} characters`,
    read: speechOf,
  }],
]);
const TYPE = `${[...TYPES.keys()].join(", ")} or a number below 0`;

const scalar = z.union([z.string(), z.number(), z.null()]);
const item = z.array(scalar).min(1).max(3);
const names = z.string().min(1).max(MOST_CHARACTERS);
const list = z.array(item).max(MOST_ITEMS);

type Scalar = z.infer<typeof scalar>;
type Refuse = (path: number[], expected: string) => [];

/** The name of a file, or of several that are joined by `|`. */
export const files = names
  .transform((text, { issues }) => readNames(text, refuseInto(issues)))
  .describe(NAMES);

/** What `play_start` plays: file names, or a list of items. */
export const content = z.union([names, list])
  .transform((given, { issues }) => {
    const refuse = refuseInto(issues);
    return typeof given === "string"
      ? readNames(given, refuse)
      : given.flatMap((item, at) => readItem(item, at, refuse));
  })
  .describe(
    `${NAMES}, or a list of up to ${MOST_ITEMS} items [content, type, option]`,
  );

/** The same, checked and kept as they were given, for who hands them on. */
export const givenFiles = asGiven(names, files);
export const givenContent = asGiven(z.union([names, list]), content);

function asGiven<Given extends z.ZodType>(
  given: Given,
  read: z.ZodType,
): Given {
  return given
    .superRefine((value, { issues }) => {
      const found = read.safeParse(value).error?.issues ?? [];
      for (const { path, message } of found) {
        issues.push({ code: "custom", input: value, path, message });
      }
    })
    .describe(read.description ?? NAMES);
}

function refuseInto(issues: z.core.$ZodRawIssue[]): Refuse {
  return (path, message) => {
    issues.push({ code: "custom", input: undefined, path, message });
    return [];
  };
}

function readNames(text: string, refuse: Refuse): Content {
  return namesOf(text.split("|")) ?? refuse([], NAMES);
}

/** What is left out of `[content, type, option]` at its end counts as nothing. */
function readItem(
  item: readonly Scalar[],
  at: number,
  refuse: Refuse,
): Content {
  const [content, type, option] = item.map((one) => `${one ?? ""}`.trim());
  if (/^-\d+$/.test(type)) return [];
  const row = TYPES.get(type || "0");
  if (!row) return refuse([at, 1], TYPE);
  return row.read(content, spokenIn(option)) ?? refuse([at, 0], row.expected);
}

function spokenIn(option: string): Spoken {
  return isLanguage(option) ? { language: option } : {};
}

function readingOf(kind: ReadingKind, expected: string): Type {
  return {
    expected,
    read: (text, spoken) =>
      isReadable(kind, text) ? [{ read: kind, text, ...spoken }] : null,
  };
}

function speechOf(text: string, spoken: Spoken): Content | null {
  if (text === "" || text.length > MOST_SPOKEN) return null;
  const sentences = sentencesOf(text);
  return sentences.map((speak, at) => ({
    speak,
    ...spoken,
    ...at < sentences.length - 1 && { goesOn: true },
  }));
}

/** Null where one is no name, or there is none at all, or too many are. */
function namesOf(names: readonly string[]): Content | null {
  const given = names.map((name) => name.trim()).filter((name) => name !== "");
  const known = given.every((name) => fileName.safeParse(name).success);
  return known && given.length > 0 && given.length <= MOST_NAMES ? given : null;
}
