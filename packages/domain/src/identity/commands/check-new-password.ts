import { DomainError } from "@vetsuccess/contract/errors";
import { contextWords, NewPassword } from "@vetsuccess/contract/identity";

/** zxcvbn's third step: fewer guesses find it even where the hash is slow. */
const tooFewGuesses = 1e8;
/** The estimate's time grows with the length; what begins with so many hard characters is hard. */
const estimatedLength = 64;

/**
 * Refuses what others have as a password too (with the usual decorations), repetitions, rows of keys, and what names the
 * user or the product. Any mix of characters is welcome.
 *
 * @throws DomainError INVALID_INPUT about `field`
 */
export async function requireGoodPassword(
  password: string,
  user: { email: string; firstName: string; lastName: string },
  field: string,
): Promise<void> {
  const shape = NewPassword.safeParse(password);
  if (!shape.success)
    throw new DomainError("INVALID_INPUT", `A password ${shape.error.issues[0]?.message ?? "is needed"}.`, {
      field,
    });
  const words = contextWords(user);
  if (words.some((word) => password.toLowerCase().includes(word)))
    throw new DomainError(
      "INVALID_INPUT",
      "A password must not contain your name, your e-mail address or ours.",
      { field },
    );
  // The list of common passwords takes 60 ms and 20 MB to load: only where passwords are set, and once.
  const { estimateGuesses } = await import("./estimate-guesses.ts");
  const guesses = estimateGuesses(password.slice(0, estimatedLength), words);
  if (guesses < tooFewGuesses)
    throw new DomainError("INVALID_INPUT", "This password is too easy to guess: try a few unrelated words.", {
      field,
    });
}
