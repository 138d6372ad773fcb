import type pg from "pg";

/** Strings, quoted names, bodies between dollars and comments, whose semicolons end nothing; and those that do. */
const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?<=\b[eE])'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|;/g;

/** A statement of a script, trimmed, with the offset of its first character. */
interface Statement {
  start: number;
  text: string;
}

/** The statements of a script in their order. Serves messages alone: PostgreSQL gets the script whole. */
function statementsOf(script: string): Statement[] {
  const ends = [...script.matchAll(token)].filter(([found]) => found === ";").map(({ index }) => index);
  const starts = [0, ...ends.map((end) => end + 1)];
  return starts.flatMap((from, at) => {
    const piece = script.slice(from, ends[at] ?? script.length);
    const blank = /^(\s|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/.exec(piece)?.[0].length ?? 0;
    const text = piece.slice(blank).trimEnd();
    return text === "" ? [] : [{ start: from + blank, text }];
  });
}

/** A script that cannot be read is refused before its first statement runs: then PostgreSQL names a position. */
function failedStatement(script: string, done: number, cause: pg.DatabaseError): Statement {
  const statements = statementsOf(script);
  const at = cause.position === undefined ? undefined : Number(cause.position) - 1;
  const found = at === undefined ? statements[done] : statements.findLast(({ start }) => start <= at);
  return found ?? { start: 0, text: script };
}

/** So much of a long statement is shown. */
const shownCharacters = 600;

/** A statement of a migration failed. The message names it, PostgreSQL's reason and the way on. */
export class MigrationError extends Error {
  readonly migration: string;

  /**
   * @param migration name of its folder
   * @param done how many statements of the script had gone through
   */
  constructor(migration: string, script: string, done: number, cause: pg.DatabaseError) {
    const statement = failedStatement(script, done, cause);
    const line = script.slice(0, statement.start).split("\n").length;
    const shown = statement.text.slice(0, shownCharacters);
    super(
      [
        `Migration ${migration} failed at its line ${line}: ${cause.message}${cause.detail ? ` (${cause.detail})` : ""}`,
        "",
        ...shown.split("\n").map((each) => `    ${each}`),
        "",
        "Nothing of this migration was kept; it stands recorded as failed. To go on:",
        `  1. mend prisma/migrations/${migration}/migration.sql, or the data it stumbled over`,
        `  2. pnpm vet migrate resolve --rolled-back ${migration}`,
        "  3. pnpm vet migrate deploy",
      ].join("\n"),
      { cause },
    );
    this.name = "MigrationError";
    this.migration = migration;
  }
}
