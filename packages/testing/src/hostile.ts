import fc from "fast-check";

/** JSON Schema, as far as zod writes it for inputs. */
export interface Shape {
  type?: string | undefined;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  format?: string;
  pattern?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

/** What people with bad intentions, and programs with bad luck, send instead of words. */
const nasty = [
  "",
  " ",
  "\0",
  "a\0b",
  "\uD800",
  "\u202Eetihw",
  "👩‍👩‍👧‍👦".repeat(20),
  "ﷺ".repeat(300),
  "'; drop table apps_client; --",
  "%' or 1=1 --",
  "\\",
  "%_%",
  "{link} {0} {__class__} ${process.env} %s %n",
  "__proto__",
  "constructor",
  '=HYPERLINK("http://evil.example")',
  "<script>alert(1)</script>",
  "a\r\nBcc: all@example.com",
  "../../etc/passwd",
  "x".repeat(100_000),
  "00000000-0000-0000-0000-000000000000",
  "2026-02-30",
  "9999-12-31T23:59:59.999Z",
  "-271821-04-20T00:00:00.000Z",
  "١٢٣",
  "1e999",
  "NaN",
];

/** Words, good and bad. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

/** Anything that JSON can say, and instants; what nobody expects. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e308, 2 ** 53, {}, [], [[]]),
  fc.date(),
  fc.jsonValue({ maxDepth: 2 }),
);

/** From the year 0 on, which has no place in PostgreSQL, up to the last one of four digits. */
const instant = fc.date({
  min: new Date("0000-01-01"),
  max: new Date("9999-12-31T23:59:59Z"),
  noInvalidDate: true,
});
const formats: Record<string, fc.Arbitrary<string>> = {
  uuid: fc.uuid(),
  date: instant.map((date) => date.toISOString().slice(0, 10)),
  "date-time": instant.map((date) => date.toISOString()),
  email: fc.constantFrom("ann@example.com", "o'hara+x@example.com", "Ann@EXAMPLE.com"),
};

/** Ids that exist, by the name of the field or parameter they stand in. */
export type Known = (name: string) => readonly string[];

/**
 * Values of a shape: most fit it, some parts of some do not, so that what lies behind the first check is reached too.
 *
 * @param name of the field, for `known`
 */
export function valueOf(shape: Shape, known: Known = () => [], name = ""): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fitting(shape, known, name) },
    { weight: 1, arbitrary: hostileValue },
  );
}

function fitting(shape: Shape, known: Known, name: string): fc.Arbitrary<unknown> {
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(choice, known, name)));
  if ("const" in shape) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  switch (shape.type) {
    case "object":
      return objectOf(shape, known);
    case "array":
      return fc.array(valueOf(shape.items ?? {}, known, name), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 4, (shape.minItems ?? 0) + 3),
      });
    case "integer":
      return fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeInteger(), fc.integer(boundsOf(shape)));
    case "number":
      return fc.double({ ...boundsOf(shape), noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return textOf(shape, known(name));
    default:
      return hostileValue;
  }
}

const boundsOf = ({ minimum = -(2 ** 31), maximum = 2 ** 31 }: Shape) => ({
  min: Math.max(minimum, -(2 ** 31)),
  max: Math.min(maximum, 2 ** 31),
});

function textOf({ format, pattern, maxLength = 200 }: Shape, ids: readonly string[]): fc.Arbitrary<string> {
  const made =
    (format === undefined ? undefined : formats[format]) ??
    (pattern === undefined || pattern.includes("\\p") ? undefined : fc.stringMatching(new RegExp(pattern))) ??
    hostileText.map((text) => text.slice(0, maxLength));
  return ids.length === 0 ? made : fc.oneof(made, fc.constantFrom(...ids));
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Shape,
  known: Known,
): fc.Arbitrary<unknown> {
  const shapes = Object.entries(properties).map(
    ([name, shape]) => [name, valueOf(shape, known, name)] as const,
  );
  const fields = fc.record(Object.fromEntries(shapes), { requiredKeys: required, noNullPrototype: true });
  if (typeof additionalProperties !== "object") return fields;
  const more = fc.dictionary(hostileText, valueOf(additionalProperties, known), {
    maxKeys: 3,
    noNullPrototype: true,
  });
  return fc.tuple(fields, more).map(([one, other]) => ({ ...other, ...one }));
}
