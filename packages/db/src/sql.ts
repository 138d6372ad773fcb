/** The toolbox of SQL written by hand, so that the rest of the product has one place to import it from. */
export { Prisma } from "./generated/prisma/client.ts";

/** A text in which LIKE finds nothing but the text itself. Prisma's `mode: "insensitive"` is ILIKE and wants it, too. */
export function likeLiteral(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}
