/** The toolbox of SQL written by hand, so that the rest of the product has one place to import it from. */
export { Prisma } from "./generated/prisma/client.ts";
