import * as z from "zod";

/** The members of an object that the node sends, as a table of Markdown. */
export function memberTable(object: z.ZodObject): string[] {
  const head = ["| member | type | what |", "| --- | --- | --- |"];
  return [...head, ...memberRows(object)];
}

/** A row for each member; those of an object follow it. */
function memberRows(object: z.ZodObject, within = ""): string[] {
  return Object.entries(object.shape).flatMap(([name, shape]) => {
    const member = shape as z.ZodType;
    const path = `${within}${name}`;
    const what = (member.description ?? "").replaceAll("|", "\\|");
    const row = `| \`${path}\` | ${typeText(member)} | ${what} |`;
    const inner = member instanceof z.ZodNullable ? member.unwrap() : member;
    return inner instanceof z.ZodObject
      ? [row, ...memberRows(inner, `${path}.`)]
      : [row];
  });
}

function typeText(shape: z.ZodType): string {
  if (shape instanceof z.ZodNullable) {
    return `${typeText(shape.unwrap() as z.ZodType)} or null`;
  }
  if (shape instanceof z.ZodEnum) {
    return shape.options.map((word) => `\`"${word}"\``).join(", ");
  }
  if (shape instanceof z.ZodNumber) return shape.isInt ? "integer" : "number";
  return shape.def.type;
}
