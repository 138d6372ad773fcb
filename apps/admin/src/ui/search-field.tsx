import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type Ref } from "react";

interface Props {
  label: string;
  placeholder: string;
  /** What the address says. */
  value: string | undefined;
  /** Told while one types, after a short pause. */
  onChange: (value: string | undefined) => void;
  ref?: Ref<HTMLInputElement>;
  className?: string | undefined;
}

/** Searches while one types; Esc leads away. */
export function SearchField({ label, placeholder, value, onChange, ref, className }: Props) {
  // null: nobody types here, and the address is what counts.
  const [typed, setTyped] = useState<string | null>(null);
  const words = typed ?? value ?? "";
  const tell = (text: string) => onChange(text.trim() || undefined);
  const tellSoon = useDebouncedCallback(tell, 250);
  const change = (text: string) => {
    setTyped(text);
    tellSoon(text);
  };
  const leave = () => {
    if (typed !== null && typed.trim() !== (value ?? "")) tell(typed);
    setTyped(null);
  };
  return (
    <TextInput
      {...(ref === undefined ? {} : { ref })}
      size="xs"
      className={className ?? ""}
      aria-label={label}
      placeholder={placeholder}
      maxLength={100}
      leftSection={<IconSearch size={14} />}
      rightSection={
        words !== "" && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change("")} />
      }
      value={words}
      onBlur={leave}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
