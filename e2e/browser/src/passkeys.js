// Passkeys with Chromium's own virtual authenticator: added, offered in the name field, refused, removed; and showing anew
// who somebody is, with and without scripts. A passkey is for a domain, so these pages are asked for at `localhost`.

import { code, nextCode } from "./people.js";
import { contrast, inModes, MODES, PLAIN } from "./walk.js";

export async function passkeys(browser, platform, report, states) {
  const place = platform.url.replace("127.0.0.1", "localhost");
  const house = { place, platform, report, browser, states };
  await report.part("a passkey: added, and in the name field", () => whole(house));
  await report.part("step-up, without scripts", () => bare(house));
  await report.part("no passkey where there can be none", () => nowhere(house, platform.url));
}

/** A page with an authenticator of its own, and what the policy or a script complained of. */
async function opened(house, settings = {}) {
  const context = await house.browser.newContext({ viewport: { width: 360, height: 740 }, ...settings });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (one) => /Content Security|TrustedHTML|Trusted Type/i.test(one.text()) && complaints.push(one.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  const tell = (method, more) => session.send(`WebAuthn.${method}`, { authenticatorId, ...more });
  return { context, page, tell, complaints };
}

/** A page whose parts a script has shown: in every mode, at the least width and at a desk's. */
async function seen({ report }, page, name, work = false) {
  const before = page.viewportSize();
  await inModes(page, name, report, { modes: [...MODES, contrast], widths: [320, 1280], work });
  await page.emulateMedia(PLAIN);
  await page.evaluate(() => delete document.documentElement.dataset.theme);
  await page.setViewportSize(before);
}

/** Signs in with a code that nobody has used: a code is good once, and somebody may have come in with the next one just now. */
async function withPassword(house, page, role) {
  const account = house.platform.account(role);
  await nextCode(page);
  await page.fill("#email", account.email);
  await page.fill("#password", account.password);
  await page.fill("#code", code(account.totp_secret, 1));
  await page.click("form[action='/sign-in'] button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

async function leave(page, place) {
  await page.goto(`${place}/about-me`);
  await page.click("main form[action='/sign-out'] button");
  await page.waitForURL("**/signed-out");
}

async function whole(house) {
  const { place, report } = house;
  const { context, page, tell, complaints } = await opened(house);
  await tell("setAutomaticPresenceSimulation", { enabled: false });
  await page.goto(`${place}/sign-in`);
  await page.waitForSelector("form[data-passkey=offer]:not([hidden])");
  await seen(house, page, "the page to sign in on, with a passkey");
  report.holds((await page.getAttribute("#email", "autocomplete")) === "username webauthn", "the name field offers passkeys");
  await withPassword(house, page, "family_member");

  await page.goto(`${place}/about-me/passkeys`);
  await page.click("a[href='/about-me/passkeys/new']");
  await page.waitForSelector("form[data-passkey=make]:not([hidden])");
  await seen(house, page, "the page to add a passkey on");
  await page.fill("#name", "Key of the walk");
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.click("#make");
  await page.waitForURL("**/about-me/passkeys?done=added");
  const kept = (await tell("getCredentials")).credentials;
  report.holds(kept.length === 1 && kept[0].isResidentCredential && kept[0].rpId === "localhost", "the authenticator holds one that is found without a name");
  report.holds((await page.textContent("main .cards h2")) === "Key of the walk", "and the page lists it");
  await seen(house, page, "the page of one's passkeys");
  await page.fill("main .cards input[name=name]", "Renamed");
  await page.click("main .cards form[action$='/name'] button");
  await page.waitForURL("**?done=named");
  report.holds((await page.textContent("main .cards h2")) === "Renamed", "it can be called something else");
  await tell("setAutomaticPresenceSimulation", { enabled: false });
  await leave(page, place);

  // In the name field: the page waits, and the person picks it there. No button is pressed, no name typed.
  await page.goto(`${place}/sign-in`);
  await page.waitForSelector("form[data-passkey=offer]:not([hidden])");
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.reload();
  await page.waitForURL("**/family");
  report.holds((await page.locator("h1").count()) === 1, "signed in from the name field");
  const cookies = await context.cookies();
  report.holds(cookies.every((cookie) => cookie.httpOnly), "and no script reads a cookie");
  await tell("setAutomaticPresenceSimulation", { enabled: false });
  await leave(page, place);
  await refused(house, page, tell);
  await replayed(house, page, tell);
  await removed(house, { context, page, tell });
  report.holds(complaints.length === 0, `nothing was complained of: ${complaints.join("; ")}`);
}

/** Whoever is not verified does not come in, and the password still does. */
async function refused(house, page, tell) {
  const { place, report } = house;
  await page.goto(`${place}/sign-in`);
  await page.waitForSelector("form[data-passkey=offer]:not([hidden])");
  await tell("setUserVerified", { isUserVerified: false });
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.click("form[data-passkey=offer] button[type=submit]");
  await page.waitForFunction(() => document.querySelector("form[data-passkey=offer] [role=status]").textContent !== "");
  report.holds(new URL(page.url()).pathname === "/sign-in", "who was not verified does not come in");
  report.holds(await page.evaluate(() => document.activeElement.id === "email"), "and is led back to the name and the password");
  await tell("setAutomaticPresenceSimulation", { enabled: false });
  await tell("setUserVerified", { isUserVerified: true });
}

/** What was answered once is answered to nobody again. */
async function replayed(house, page, tell) {
  const { place, report } = house;
  await page.goto(`${place}/sign-in`);
  await page.waitForSelector("form[data-passkey=offer]:not([hidden])");
  const sent = page.waitForRequest((request) => new URL(request.url()).pathname === "/sign-in/passkey");
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.click("form[data-passkey=offer] button[type=submit]");
  const body = Object.fromEntries(new URLSearchParams((await sent).postData()));
  await page.waitForURL("**/family");
  await tell("setAutomaticPresenceSimulation", { enabled: false });
  await leave(page, place);
  await page.goto(`${place}/sign-in`);
  const token = await page.inputValue("form[data-passkey=offer] input[name=token]");
  const again = await page.request.post(`${place}/sign-in/passkey`, {
    form: { ...body, token }, headers: { origin: place }, maxRedirects: 0,
  });
  report.holds(again.status() === 401, `a replayed answer is refused: ${again.status()}`);
}

/** Staff confirm the device that waits. */
async function confirmed({ browser, platform, states }) {
  const context = await browser.newContext({ storageState: states.care_staff });
  const page = await context.newPage();
  await page.goto(`${platform.url}/staff/tablets`);
  await page.click("form[action$='/confirm'] button >> nth=0");
  await page.waitForLoadState();
  await context.close();
}

/** Comes in with the password and a device that stands in for the code: no proof of both factors. */
async function withDevice(house, { context, page }, place, role) {
  await page.goto(`${place}/about-me/devices`);
  await page.fill("#name", "Device of the walk");
  await page.click("form[action='/about-me/devices'] button[type=submit]");
  // Where the sign-in is older than a proof may be, this asks already.
  if ((await page.locator("form[action='/step-up']").count()) > 0) return;
  await page.waitForURL("**/about-me/devices?added=1");
  await confirmed(house);
  await leave(page, place);
  const account = house.platform.account(role);
  await page.goto(`${place}/sign-in`);
  await page.fill("#email", account.email);
  await page.fill("#password", account.password);
  await page.click("form[action='/sign-in']:not(:has(input[name=with])) button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await context.clearCookies({ name: "device" });
}

/** What is hard to take back asks for a proof, takes the passkey, and goes on by itself. */
async function removed(house, opened) {
  const { place, report } = house;
  const { context, page, tell } = opened;
  await enterWith(opened, place);
  await withDevice(house, opened, place, "family_member");
  await page.goto(`${place}/about-me/passkeys`);
  await page.click("main .cards form[action$='/remove'] button");
  await page.waitForSelector("form[action='/step-up'] [data-press]:not([hidden])");
  await seen(house, page, "the page that asks for a proof");
  report.holds((await page.locator("h1").textContent()) === "Show us that it is you", "without a fresh proof the page asks for one");
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.click("[data-press]");
  await page.waitForURL("**?done=removed");
  report.holds((await page.locator("main .cards li").count()) === 0, "with the passkey it goes on, and the passkey is removed");
  await tell("setAutomaticPresenceSimulation", { enabled: false });
  await leave(page, place);
  await page.goto(`${place}/sign-in`);
  await page.waitForSelector("form[data-passkey=offer]:not([hidden])");
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.click("form[data-passkey=offer] button[type=submit]");
  await page.waitForSelector("[role=alert]");
  report.holds(new URL(page.url()).pathname === "/sign-in/passkey", "one that was removed opens nothing");
  await context.close();
}

/** By the button, as where the name field offers nothing. */
async function enterWith({ page, tell }, place) {
  await page.goto(`${place}/sign-in`);
  await page.waitForSelector("form[data-passkey=offer]:not([hidden])");
  await tell("setAutomaticPresenceSimulation", { enabled: true });
  await page.click("form[data-passkey=offer] button[type=submit]");
  await page.waitForURL("**/family");
  await tell("setAutomaticPresenceSimulation", { enabled: false });
}

/** The same without scripts: a form that was sent waits, and what was typed into it arrives. */
async function bare(house) {
  const { platform, report, browser, states } = house;
  const context = await browser.newContext({ storageState: states.resident, javaScriptEnabled: false });
  const page = await context.newPage();
  const visitor = await browser.newContext({ javaScriptEnabled: false });
  const outside = await visitor.newPage();
  await outside.goto(`${house.place}/sign-in`);
  report.holds(!(await outside.isVisible("form[data-passkey=offer]")), "without scripts no passkey is offered");
  await visitor.close();
  await page.goto(`${platform.url}/about-me/passkeys`);
  report.holds(!(await page.isVisible("a[href='/about-me/passkeys/new']")), "and none can be added");
  await withDevice(house, { context, page }, platform.url, "resident");
  if ((await page.locator("form[action='/step-up']").count()) === 0) {
    await page.goto(`${platform.url}/about-me/devices`);
    await page.fill("#name", "Device of the walk");
    await page.click("form[action='/about-me/devices'] button[type=submit]");
  }
  report.holds(!(await page.isVisible("[data-press]")), "no passkey is asked for that cannot be used");
  const account = platform.account("resident");
  const prove = async (password) => {
    await page.fill("#password", password);
    await page.fill("#code", code(account.totp_secret, 1));
    await page.click("form[action='/step-up'] button[type=submit]");
    await page.waitForLoadState();
  };
  await prove("not the password");
  report.holds(await page.isVisible("[role=alert]"), "a wrong proof is told");
  await prove(account.password);
  report.holds(page.url().endsWith("/about-me/devices?added=1"), `with the right one it goes on: ${page.url()}`);
  report.holds((await page.locator("main .cards h2", { hasText: "Device of the walk" }).count()) > 0, "and what was typed has arrived");
  await context.close();
}

/** At an address that is no domain nothing of it is shown. */
async function nowhere(house, url) {
  const { report } = house;
  const { context, page } = await opened(house);
  let asked = 0;
  page.on("request", (request) => (asked += request.url().includes("/passkey/challenge") ? 1 : 0));
  await page.goto(`${url}/sign-in`);
  await page.waitForLoadState("networkidle");
  report.holds(!(await page.isVisible("form[data-passkey=offer]")) && asked === 0, "at an address that is no domain none is offered");
  await context.close();
}
