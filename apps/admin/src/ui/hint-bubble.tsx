import { Tooltip } from "@mantine/core";

/** What a thing's `data-hint` says, beside it: above, or where `data-hint-side` says. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function HintBubble({ target }: { target: HTMLElement }) {
  const { hint, hintSide } = target.dataset;
  if (hint === undefined) return null;
  return (
    <Tooltip
      opened
      target={target}
      label={hint}
      position={hintSide === "right" ? "right" : "top"}
      withArrow
      multiline
      maw={280}
      fz="xs"
    />
  );
}
