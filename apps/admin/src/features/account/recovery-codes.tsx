import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { saveText } from "../../lib/save-file.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import classes from "./recovery-codes.module.css";

/** The codes, this once: to copy, to save, to write down. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const text = codes.join("\n");
  return (
    <div>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="sm" mt="sm">
        <CopyButton text={text} label="Copy all" />
        <Button
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => saveText("vetsuccess-recovery-codes.txt", `${text}\n`)}
        >
          Save as a file
        </Button>
      </Group>
    </div>
  );
}
