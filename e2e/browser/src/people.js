// The people of the demonstration: how each signs in, once, and the cookies that they have from then on.

import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(text) {
  let bits = 0;
  let value = 0;
  const bytes = [];
  for (const letter of text.replace(/=+$/, "")) {
    value = (value << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bytes.push((value >>> (bits - 8)) & 255);
      bits -= 8;
    }
  }
  return Buffer.from(bytes);
}

/** A one-time code (RFC 6238), now or some half minutes away. */
export function code(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const place = digest[19] & 15;
  const number = (digest.readUInt32BE(place) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, "0");
}

export const ROLES = [
  ["resident"],
  ["family_member"],
  ["care_staff"],
  ["health_provider"],
  ["admin"],
  ["admin", "compliance"],
];

export const nameOf = ([role, scope]) => scope ?? role;

/** Waits until an app shows other digits: what was good once is good no more. */
export const nextCode = (page) =>
  page.waitForFunction((step) => Date.now() >= (step + 1) * 30_000, Math.floor(Date.now() / 30_000), { timeout: 35_000 });

/** Signs in through the page, as a person does. */
export async function signIn(page, platform, [role, scope], steps = 0, place = "/sign-in") {
  const account = platform.account(role, scope);
  await page.goto(platform.url + place);
  await page.fill("#email", account.email);
  await page.fill("#password", account.password);
  await page.fill("#code", code(account.totp_secret, steps));
  await page.click("button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** The cookies of everybody: each signs in once, since a code is good once. */
export async function everybody(browser, platform) {
  const states = { "signed-out": undefined };
  for (const who of ROLES) {
    const context = await browser.newContext();
    await signIn(await context.newPage(), platform, who);
    states[nameOf(who)] = await context.storageState();
    await context.close();
  }
  return states;
}

/**
 * The cookies of everybody as they are now. A token that was renewed meanwhile is known to the platform that runs; one that
 * is killed forgets it, and would take an old cookie for a copied one.
 */
export async function renew(browser, platform, states) {
  for (const state of Object.values(states)) {
    if (!state) continue;
    const context = await browser.newContext({ storageState: state });
    await (await context.newPage()).goto(`${platform.url}/about-me`);
    await leave(context, state);
  }
}

/** Closes a browser whose cookies the next part goes on with: what it got meanwhile is in them. */
export async function leave(context, state) {
  Object.assign(state, await context.storageState());
  await context.close();
}

/** A resident whom nobody knows yet: the nurse admits them, and sets up their tablet. The tablet's cookies. */
export async function newcomer(browser, platform, nurse, name) {
  const staff = await browser.newContext({ storageState: nurse });
  const page = await staff.newPage();
  await page.goto(`${platform.url}/staff/tablets`);
  await page.fill("#name", name);
  await page.fill("#device", "tablet");
  await page.click("form[action='/staff/tablets'] button[type=submit]");
  const secret = await page.textContent("main pre");
  await staff.close();
  const context = await browser.newContext();
  const tablet = await context.newPage();
  await tablet.goto(`${platform.url}/tablet`);
  await tablet.fill("#secret", secret.trim());
  await tablet.click("main button[type=submit]");
  await tablet.waitForURL("**/talk");
  const state = await context.storageState();
  await context.close();
  return state;
}
