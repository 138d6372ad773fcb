import { ActionIcon, Button, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: what can be clicked, what is chosen, what is under way. */
const petrol: MantineColorsTuple = [
  "#edf7f9",
  "#d8edf2",
  "#aedbe5",
  "#7fc6d5",
  "#52b0c4",
  "#2f98ae",
  "#1a8096",
  "#0f6c80",
  "#0b5768",
  "#084452",
];

const gray: MantineColorsTuple = [
  "#f6f8f8",
  "#eef1f1",
  "#e3e7e8",
  "#d3d9db",
  "#b9c1c4",
  "#8d979b",
  "#5f6a6f",
  "#465055",
  "#2c3438",
  "#151b1e",
];

/** 7 is the page, 6 what stands on it, 4 borders, 2 dimmed text, 0 text. */
const dark: MantineColorsTuple = [
  "#e4e9eb",
  "#c2cacd",
  "#9ba6aa",
  "#828d92",
  "#3a4348",
  "#2c3438",
  "#1d2326",
  "#12171a",
  "#0d1113",
  "#080b0c",
];

const overlay = { backgroundOpacity: 0.35, blur: 1 };

/** Everything the look is made of that the UI kit knows; surfaces and status tones stand in theme.css. */
export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol, gray, dark },
  autoContrast: true,
  black: "#151b1e",
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.45", lg: "1.5", xl: "1.4" },
  spacing: { xs: "0.375rem", sm: "0.625rem", md: "0.875rem", lg: "1.25rem", xl: "2rem" },
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
  defaultRadius: "md",
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.25rem", lineHeight: "1.3" },
      h2: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h3: { fontSize: "0.8125rem", lineHeight: "1.4" },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: "xs" } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    // Named, not imported: they come with what is opened later.
    PasswordInput: {
      defaultProps: {
        size: "sm",
        visibilityToggleFocusable: true,
        visibilityToggleButtonProps: { "aria-label": "Show or hide the password" },
      },
    },
    // Colour alone does not tell a link from the words around it.
    Anchor: { defaultProps: { underline: "always" } },
    TextInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    Popover: { defaultProps: { shadow: "md" } },
    Modal: { defaultProps: { centered: true, overlayProps: overlay, radius: "lg" } },
    Drawer: { defaultProps: { position: "right", size: "30rem", overlayProps: { backgroundOpacity: 0.2 } } },
  },
});
