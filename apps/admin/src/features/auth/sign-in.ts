import { useEffect, useState } from "react";
import { retryAfterOf } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";

/**
 * The steps of a sign-in: password, then a code where the account has a second factor.
 *
 * @param onDone called when a session has begun
 */
export function useSignIn(onDone: () => void) {
  const [challenge, setChallenge] = useState<string | null>(null);
  const first = trpc.auth.signIn.useMutation({
    onSuccess: (answer) => (answer.step === "SIGNED_IN" ? onDone() : setChallenge(answer.challenge)),
  });
  const second = trpc.auth.completeSignIn.useMutation({ onSuccess: onDone });
  return {
    step: challenge === null ? ("password" as const) : ("code" as const),
    isBusy: first.isPending || second.isPending,
    passwordError: first.error,
    codeError: second.error,
    givePassword: (email: string, password: string) => first.mutate({ email, password }),
    giveCode: (code: string) => {
      if (challenge !== null) second.mutate({ challenge, code });
    },
    startOver: () => {
      setChallenge(null);
      first.reset();
      second.reset();
    },
  };
}

/** Whole seconds until the next try is worth it; 0: now. Counts down by itself. */
export function useWait(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = retryAfterOf(error) ?? 0;
    const endsAt = performance.now() + seconds * 1000;
    const tell = () => setLeft(Math.max(0, Math.ceil((endsAt - performance.now()) / 1000)));
    tell();
    if (seconds === 0) return undefined;
    const timer = setInterval(tell, 250);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** "12 s", "2 min 5 s" */
export const waitWords = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
