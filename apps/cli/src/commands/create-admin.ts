import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { EmailAddress, InviteUserInput } from "@vetsuccess/contract/identity";
import { systemActor } from "@vetsuccess/domain/deps";
import { createUser } from "@vetsuccess/domain/identity/commands/manage-users";
import { Command } from "commander";
import { withDeps, type Cli } from "../deps.ts";
import { parseAs } from "../parse.ts";

const parseEmail = parseAs(EmailAddress);
const parseName = parseAs(InviteUserInput.shape.firstName);

interface Options {
  email?: string;
  firstName: string;
  lastName: string;
}

/** `vet create-admin`: the first administrator, or one for somebody who is locked out. */
export function createAdminCommand(cli: Cli): Command {
  return new Command("create-admin")
    .description("Make an administrator who can sign in at once.")
    .option("--email <address>", "e-mail address to sign in with (asked for when left out)", parseEmail)
    .option("--first-name <name>", "first name", parseName, "")
    .option("--last-name <name>", "last name", parseName, "")
    .addHelpText(
      "after",
      "\nThe password is asked for and not shown, or read from standard input; it is never an argument:" +
        "\n  printenv FIRST_PASSWORD | pnpm --silent vet create-admin --email ada@example.com",
    )
    .action(async ({ email: given, ...names }: Options) => {
      const { email, password } = cli.keyboard.isTTY
        ? await askFor(cli, given)
        : { email: given, password: await firstLine(cli) };
      if (email === undefined) throw new Error("--email is missing");
      if (password === "") throw new Error("there is no password on standard input");
      await withDeps(cli, (deps) =>
        createUser(deps, systemActor("command line"), {
          ...names,
          email,
          password,
          role: "admin",
          practiceIds: null,
        }),
      );
      cli.print(`${email} is an administrator and can sign in.`);
    });
}

async function askFor(cli: Cli, given: string | undefined): Promise<{ email: string; password: string }> {
  const email = given ?? parseEmail(await ask(cli, "E-mail address: "));
  const password = await ask(cli, "Password (12 characters or more, not shown): ", true);
  if ((await ask(cli, "Once more: ", true)) !== password)
    throw new Error("these are two different passwords");
  return { email, password };
}

/** One line from the keyboard. Ctrl-C ends the program. */
async function ask({ keyboard, screen }: Cli, question: string, isHidden = false): Promise<string> {
  screen.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: keyboard, output: isHidden ? nowhere : screen, terminal: true });
  try {
    return await lines.question(isHidden ? "" : question);
  } finally {
    lines.close();
    if (isHidden) screen.write("\n");
  }
}

async function firstLine({ keyboard }: Cli): Promise<string> {
  for await (const line of createInterface({ input: keyboard })) return line;
  return "";
}
