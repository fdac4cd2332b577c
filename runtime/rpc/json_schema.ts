import * as z from "zod";

/** A schema of draft 7, which OpenRPC and AsyncAPI both take. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a shape takes (`input`) or the node sends (`output`), for other
 * programs. Of patterns those are left out that only JavaScript reads.
 */
export function jsonSchema(
  shape: z.ZodType,
  io: "input" | "output",
): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    target: "draft-7",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.pattern?.includes("\\p{")) delete jsonSchema.pattern;
    },
  });
  return schema;
}
