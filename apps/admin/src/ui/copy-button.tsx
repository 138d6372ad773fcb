import { Button, type ButtonProps } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** Copies a text, and says that it has. */
export function CopyButton({
  text,
  label = "Copy",
  ...props
}: ButtonProps & { text: string; label?: string }) {
  const clipboard = useClipboard({ timeout: 2_000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Button
      variant="default"
      {...props}
      leftSection={<Icon size={14} />}
      onClick={() => clipboard.copy(text)}
      aria-live="polite"
    >
      {clipboard.copied ? "Copied" : label}
    </Button>
  );
}
