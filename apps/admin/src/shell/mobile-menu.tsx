import { Drawer } from "@mantine/core";
import { NavigationList } from "./navigation-list.tsx";

/** The navigation of a phone. Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- dialogOnDemand wants one
export default function MobileMenu({ onClose }: { onClose: () => void }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="left"
      size="17rem"
      title="VetSuccess"
      padding="xs"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <NavigationList isNarrow={false} onFollow={onClose} />
    </Drawer>
  );
}
