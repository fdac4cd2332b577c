import * as z from "zod";

/** What a parameter of this shape has to be, after the word "expected". */
export function expectation(shape: z.ZodType): string {
  return shape.description ?? given(shape).description ?? typeOf(shape);
}

/** The type of such a parameter; of several, the one that is meant first. */
export function typeOf(shape: z.ZodType): string {
  const inner = given(shape);
  if (inner instanceof z.ZodPipe) return typeOf(inner.in as z.ZodType);
  if (inner instanceof z.ZodLiteral) return typeof [...inner.values][0];
  return inner instanceof z.ZodUnion
    ? typeOf(inner.options[0] as z.ZodType)
    : inner.def.type;
}

/** The shape of a parameter that is given, if it may be left out too. */
function given(shape: z.ZodType): z.ZodType {
  return shape instanceof z.ZodDefault || shape instanceof z.ZodOptional
    ? given(shape.unwrap() as z.ZodType)
    : shape;
}
