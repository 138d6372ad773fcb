import { IconMapQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { StateMessage } from "../ui/state-message.tsx";

export function NotFoundPage() {
  return (
    <StateMessage icon={<IconMapQuestion size={22} />} title="There is nothing at this address">
      <Link to="/">Go to the first page</Link>
    </StateMessage>
  );
}
