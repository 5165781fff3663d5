// Chromium as Debian has it, without anything that would speak to somebody else.

import { chromium } from "playwright-core";

/** `settings`: of the browser itself, as a person sets them. */
export const launch = (settings = []) =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ...settings,
    ],
  });
