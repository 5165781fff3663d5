// Chromium as Debian has it, without anything that would speak to somebody else.

import { chromium } from "playwright-core";

/** How long a browser may take to close what a part had opened: one that never does is no fault of the pages. */
const CLOSES_MS = 15_000;

/** `settings`: of the browser itself, as a person sets them. */
export async function launch(settings = []) {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ...settings,
    ],
  });
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    const close = context.close.bind(context);
    context.close = () => bounded(close);
    return context;
  };
  return browser;
}

/** Closes, or says that it was not done in time and goes on. */
async function bounded(close) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, CLOSES_MS, "late");
  });
  const done = await Promise.race([close(), late]);
  clearTimeout(timer);
  if (done === "late") console.log("  the browser does not close what was opened");
}
