import { useAccount } from "../lib/account.ts";
import { screens, type Screen } from "../navigation.ts";

/** The screens that the role may see, in the order of the navigation. */
export function useScreens(): Screen[] {
  const { permissions } = useAccount();
  return screens.filter(({ action }) => permissions[action].isAllowed);
}
