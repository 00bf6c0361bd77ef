/** Light or dark: as the system says, until somebody chooses. */

import { iconButton } from "./dom.js";

const KEY = "sandbox.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The button that changes between light and dark. */
export function themeButton() {
  const shown = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
  const name = () => {
    const label = shown() === "dark" ? "Light colours" : "Dark colours";
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  const button = iconButton("theme", "", () => {
    document.documentElement.dataset.theme = shown() === "dark" ? "light" : "dark";
    localStorage.setItem(KEY, document.documentElement.dataset.theme);
    name();
  });
  const chosen = localStorage.getItem(KEY);
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  dark.addEventListener("change", name);
  name();
  return button;
}
