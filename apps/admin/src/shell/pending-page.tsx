import { Skeleton } from "@mantine/core";

/** In place of a page whose script is still on its way. */
export function PendingPage() {
  return <Skeleton height={420} radius="lg" role="status" aria-label="The page is loading" />;
}
