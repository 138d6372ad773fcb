import type { Body } from "./body.ts";
import { Refusal } from "./refusal.ts";

/**
 * What the recorded service says of fields that do not fit, word for word: older clients show or compare these sentences.
 * A field takes what was sent and gives its value or its errors, shaped as they stand in the answer.
 */
export type Checked<T> = { value: T } | { errors: unknown };
export type Field<T> = (sent: unknown, isForm: boolean) => Checked<T>;

const refuse = (...messages: string[]) => ({ errors: messages });
const mayNotBeNull = "This field may not be null.";

export interface TextRules {
  min?: number;
  max?: number;
  isNullable?: boolean;
  /** Blank empties the field as null does. */
  isBlankNull?: boolean;
  /** The value stays as it was typed, outer spaces too. */
  isVerbatim?: boolean;
  /** Asked first, of the value without outer spaces. */
  pattern?: { regex: RegExp; message: string };
  /** Asked last; what is wrong, shaped as it stands in the answer. */
  refine?: (value: string) => unknown;
}

/** A text: numbers count as one, outer spaces do not, lengths are in characters. */
export function text(rules: TextRules & { isNullable: true }): Field<string | null>;
export function text(rules: TextRules & { isNullable?: false }): Field<string>;
export function text(rules: TextRules): Field<string | null> {
  return (sent, isForm) => {
    if (sent === null || (sent === "" && isForm && rules.isNullable))
      return rules.isNullable ? { value: null } : refuse(mayNotBeNull);
    if (typeof sent !== "string" && typeof sent !== "number") return refuse("Not a valid string.");
    const value = String(sent).trim();
    if (value === "") return rules.isBlankNull ? { value: null } : refuse("This field may not be blank.");
    const wrong = wrongWith(value, rules);
    if (wrong.length > 0) return refuse(...wrong);
    const refined = rules.refine?.(value);
    if (refined !== undefined) return { errors: refined };
    return { value: rules.isVerbatim ? String(sent) : value };
  };
}

function wrongWith(value: string, { min, max, pattern }: TextRules): string[] {
  const length = Array.from(value).length;
  const surrogate = /\p{Surrogate}/u.exec(value)?.[0];
  return [
    ...(pattern && !pattern.regex.test(value) ? [pattern.message] : []),
    ...(max !== undefined && length > max ? [`Ensure this field has no more than ${max} characters.`] : []),
    ...(min !== undefined && length < min ? [`Ensure this field has at least ${min} characters.`] : []),
    ...(value.includes("\0") ? ["Null characters are not allowed."] : []),
    ...(surrogate === undefined
      ? []
      : [`Surrogate characters are not allowed: U+${surrogate.charCodeAt(0).toString(16).toUpperCase()}.`]),
  ];
}

const yes = new Set<unknown>(["t", "y", "yes", "true", "on", "1", 1, true]);
const no = new Set<unknown>(["f", "n", "no", "false", "off", "0", 0, false]);
const none = new Set<unknown>(["null", "", null]);

/** Yes or no, in any of the words that stand for them. */
export function flag(rules: { isNullable: true }): Field<boolean | null>;
export function flag(rules: { isNullable: false }): Field<boolean>;
export function flag({ isNullable }: { isNullable: boolean }): Field<boolean | null> {
  return (sent) => {
    const word = typeof sent === "string" ? sent.toLowerCase() : sent;
    if (yes.has(word)) return { value: true };
    if (no.has(word)) return { value: false };
    if (none.has(word) && isNullable) return { value: null };
    return refuse(sent === null ? mayNotBeNull : "Must be a valid boolean.");
  };
}

type Values<Fields extends Record<string, Field<unknown>>> = {
  [Name in keyof Fields]?: Fields[Name] extends Field<infer T> ? T : never;
};

/** An object of these fields; others in it are left aside. */
export function object<Fields extends Record<string, Field<unknown>>>(
  fields: Fields,
  required: readonly (keyof Fields & string)[] = [],
): Field<Values<Fields>> {
  return (sent, isForm) => {
    if (sent === null) return refuse(mayNotBeNull);
    if (typeof sent !== "object" || Array.isArray(sent))
      return nonFieldErrors(`Invalid data. Expected a dictionary, but got ${kindOf(sent)}.`);
    const given = sent as Record<string, unknown>;
    const values: Record<string, unknown> = {};
    const errors: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      if (!Object.hasOwn(given, name)) {
        if (required.includes(name)) errors[name] = ["This field is required."];
        continue;
      }
      const checked = field(given[name], isForm);
      if ("errors" in checked) errors[name] = checked.errors;
      else values[name] = checked.value;
    }
    return Object.keys(errors).length > 0 ? { errors } : { value: values as Values<Fields> };
  };
}

/** A list of at most `max` items; errors stand at the places of their items. */
export function list<T>(item: Field<T>, max: number): Field<T[]> {
  return (sent, isForm) => {
    if (sent === null) return refuse(mayNotBeNull);
    if (!Array.isArray(sent))
      return nonFieldErrors(`Expected a list of items but got type "${kindOf(sent)}".`);
    if (sent.length > max) return nonFieldErrors(`Ensure this field has no more than ${max} elements.`);
    const checked = sent.map((each: unknown) => item(each, isForm));
    if (checked.some((each) => "errors" in each))
      return { errors: checked.map((each) => ("errors" in each ? each.errors : {})) };
    return { value: checked.flatMap((each) => ("errors" in each ? [] : [each.value])) };
  };
}

const nonFieldErrors = (message: string) => ({ errors: { non_field_errors: [message] } });

/** What the replaced service, written in Python, calls the kind of a JSON value. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return value === null ? "NoneType" : "dict";
}

/** @throws Refusal 400 with the errors of the fields */
export function checkBody<T>(field: Field<T>, { value, isForm }: Body): T {
  if (value === null) throw new Refusal(400, { non_field_errors: ["No data provided"] });
  const checked = field(value, isForm);
  if ("errors" in checked) throw new Refusal(400, checked.errors as object);
  return checked.value;
}
