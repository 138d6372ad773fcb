import { Alert } from "@mantine/core";
import { messageOf } from "../../lib/errors.ts";
import { waitWords } from "./sign-in.ts";

/** Why it did not work; after too many tries how long to wait, and that it is no lock-out. */
export function Refusal({ error, wait }: { error: unknown; wait: number }) {
  return (
    <Alert color={wait > 0 ? "yellow" : "red"} variant="light" role="alert">
      {wait > 0
        ? `There were too many tries. You can try again in ${waitWords(wait)}; the account itself is not locked.`
        : messageOf(error)}
    </Alert>
  );
}
