// The page to talk on, as tests of what people type use it.

import { watch } from "./watched.js";

/** The page to talk on. `options`: of the context. */
export async function open(browser, report, { url }, state, options = {}) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 360, height: 740 }, ...options });
  const expected = await watch(context, report, url);
  const page = await context.newPage();
  await page.goto(`${url}/talk`);
  // Nothing of a part before, should a page bring it back.
  await page.fill("#words", "");
  return { context, page, expected };
}

export const own = (page) => page.locator("#said .own .text");
export const typed = (page) => page.inputValue("#words");
export const settled = (page) => page.waitForFunction(() => !document.querySelector("[aria-busy]") && !document.querySelector(".stop"));
export const key = (page) => page.inputValue("#dock [name=key]");
/** Until the answer has ended: then the next message has a key of its own. */
export const answeredAfter = (page, before) => page.waitForFunction((before) => document.querySelector("#dock [name=key]").value !== before, before);
export const note = (page) => page.textContent("#note");
