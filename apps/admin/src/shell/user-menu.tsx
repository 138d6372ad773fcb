import { Menu, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { cloneElement, type ReactElement, type Ref } from "react";
import { useSignOut } from "../features/auth/sign-out.ts";
import { nameOf, useAccount } from "../lib/account.ts";
import { paths } from "../lib/paths.ts";
import { useOpenAtOnce } from "../ui/on-demand.tsx";
import { roleWords } from "../lib/roles.ts";
import classes from "./user-menu.module.css";

const schemes = [
  { value: "light", label: "Light", icon: IconSun, IconUserCircle },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "System", icon: IconDeviceDesktop },
] as const;

interface Props {
  onHelp: () => void;
  button: ReactElement<{ ref?: Ref<HTMLButtonElement> }>;
}

/** Who is signed in, and what is theirs: account, theme, the way out. Loaded when it is first opened. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function UserMenu({ onHelp, button: given }: Props) {
  const { button, isOpen, setIsOpen } = useOpenAtOnce();
  const { user } = useAccount();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const name = nameOf(user);
  return (
    <Menu opened={isOpen} onChange={setIsOpen} position="bottom-end" width={236} shadow="md">
      <Menu.Target>{cloneElement(given, { ref: button })}</Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <div className={classes.name}>{name}</div>
          <div className={classes.role}>
            {roleWords[user.role].label}
            {name !== user.email && ` · ${user.email}`}
          </div>
        </div>
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={paths.account}
          leftSection={<IconUserCircle size={16} stroke={1.7} />}
        >
          My account
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.7} />}
          rightSection={<kbd className={classes.key}>?</kbd>}
          onClick={onHelp}
        >
          Keyboard shortcuts
        </Menu.Item>
        <div className={classes.theme}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="Theme"
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={schemes.map(({ value, label, icon: Icon }) => ({
              value,
              label: (
                <span className={classes.scheme}>
                  <Icon size={14} aria-hidden /> {label}
                </span>
              ),
            }))}
          />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.7} />}
          closeMenuOnClick={false}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
