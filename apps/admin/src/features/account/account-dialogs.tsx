import { useAccountPanel } from "./search.ts";
import { ChangeNameDialog } from "./change-name-dialog.tsx";
import { ChangePasswordDialog } from "./change-password-dialog.tsx";
import { RecoveryCodesDialog } from "./recovery-codes-dialog.tsx";
import { RemoveSecondFactorDialog } from "./remove-second-factor-dialog.tsx";

/** Whatever the address says is open. Loaded when something first is, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function AccountDialogs() {
  const { panel, close } = useAccountPanel();
  switch (panel) {
    case "name":
      return <ChangeNameDialog onClose={close} />;
    case "password":
      return <ChangePasswordDialog onClose={close} />;
    case "codes":
      return <RecoveryCodesDialog onClose={close} />;
    case "remove":
      return <RemoveSecondFactorDialog onClose={close} />;
    case undefined:
      return null;
  }
}
