// Before the first paint, so that a dark page never flashes white. A file of its own: inline scripts are not allowed.
(() => {
  const wanted = localStorage.getItem("mantine-color-scheme-value");
  const isDark =
    wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
})();
