// Every page of every role: found by following links, then looked at in five modes at four widths.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { get } from "node:http";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { stored, watch } from "./watched.js";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [320, 360, 768, 1280];
export const MODES = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["more contrast", { colorScheme: "light", contrast: "more" }],
  ["forced colours", { colorScheme: "dark", forcedColors: "active" }],
];
/** The theme of that name, which people choose on a page of ours. */
export const contrast = ["high contrast", null];
export const PLAIN = { colorScheme: "light", contrast: "no-preference", forcedColors: "none" };
const PAGES_MAX = 60;
/** Work pages cost 45 KB at most with their files, which are 17 KB. */
const DOCUMENT_MAX = 28 * 1024;
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // The house writes pages in one line, and names pages as sentences.
    "long-title": "off",
    "no-trailing-whitespace": "off",
    // A dialog without a cross is on purpose: whoever leaves it finds its actions in the bar.
    "no-unknown-attribute": "off",
    // Passwords and codes may be typed by hand.
    "autocomplete-password": "off",
    // `tel:` links say the number as people read it.
    "tel-non-breaking": "off",
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    "prefer-native-element": ["error", { exclude: ["region", "group", "log", "search", "status"] }],
  },
});

/** What a browser may keep: files by hashed names, and the help page. */
export const allowed = (path) => path === "/help" || /^\/assets\/[a-z]+\.[0-9a-f]{16}\.(css|js|svg)$/.test(path);

export const shape = (path) =>
  path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id").replace(/\/plan\/(signs|alone|company|surroundings)$/, "/plan/:part").replace(/\/plan\/(people|professionals)$/, "/plan/:people").replace(/([?&](after|before|operation|service)=)[^&#]+/g, "$1:one").replace(/#.*/, "");

/** Words that neither a title nor an address may have: who looks at the history of a browser learns nothing of anybody's health. */
const TELLING = /suicid|crisis|self.?harm|overdose|\bdie\b|\bkill|danger|depress|anxi|PHQ|GAD|high risk/i;
// An article for families and the page of a source are found by a name of their own; both are about no person.
const GENERAL = /^\/(family\/articles|sources)\//;

/** The names of everybody of the demonstration, each part alone. */
const namesOf = (demo) => [...new Set(demo.accounts.flatMap((one) => one.name.split(" ")))];

/** A title and an address tell nothing of anybody. */
export function discreet(report, name, { path, title, names }) {
  const address = decodeURIComponent(path);
  const named = names.filter((one) => new RegExp(`\\b${one}\\b`).test(`${title} ${address}`));
  report.holds(named.length === 0, `${name}: a title or an address names ${named} (${title}, ${address})`);
  report.holds(!TELLING.test(title), `${name}: the title tells too much: ${title}`);
  report.holds(GENERAL.test(address) || !TELLING.test(address), `${name}: the address tells too much: ${address}`);
}

/** All pages that links lead to, one of each kind. */
async function pages(page, base, first) {
  const seen = new Map();
  const waiting = [...first];
  while (waiting.length > 0 && seen.size < PAGES_MAX) {
    const path = waiting.shift();
    if (seen.has(shape(path))) continue;
    const response = await page.request.get(base + path);
    const text = await response.text();
    seen.set(shape(path), { path, status: response.status(), text });
    for (const [, link] of text.matchAll(/href="(\/[^"]*)"/g)) {
      const found = link.replaceAll("&amp;", "&").replace(/#.*/, "");
      if (found && !/^\/(assets|openapi\.json|manifest|worker)/.test(found) && !seen.has(shape(found))) waiting.push(found);
    }
  }
  return [...seen.values()];
}

export async function walk(browser, platform, report, { who, state, first, shots, depth, known }) {
  const origin = platform.url;
  // What a first visit costs is measured without what a service worker kept before it.
  const context = await browser.newContext({ storageState: state, bypassCSP: false, serviceWorkers: "block" });
  await watch(context, report, origin);
  const page = await context.newPage();
  const found = await pages(page, origin, first);
  report.holds(found.length >= first.length, `${who}: pages are found`);
  for (const one of found) {
    const name = `${who} ${shape(one.path)}`;
    report.holds(one.status === 200, `${name} answers ${one.status}`);
    if (one.status !== 200) continue;
    const validity = await validator.validateString(one.text);
    for (const message of validity.results.flatMap((result) => result.messages)) {
      report.holds(false, `${name}: ${message.ruleId} ${message.message} (${message.selector})`);
    }
    // The API's documents are the same pages whoever reads them: the short form looks at each of them once.
    const shared = one.path.startsWith("/docs") ? shape(one.path) : null;
    if (shared && depth !== "full" && known.has(shared)) continue;
    if (shared) known.add(shared);
    await look(page, origin, one, name, report, depth);
    // The documents of the API speak of operations and of no person.
    if (!shared) discreet(report, name, { path: one.path, title: await page.title(), names: namesOf(platform.demo) });
    if (shots && depth !== "glance") await shoot(page, shots, `${platform.shape} ${name}`, depth);
  }
  const kept = await stored(page);
  report.holds(
    kept.local + kept.session + kept.databases === 0 && kept.cookies === "" && kept.cached.every(allowed),
    `${who}: the browser keeps nothing (${JSON.stringify(kept)})`,
  );
  await context.storageState({ path: undefined }).then((now) => Object.assign(state ?? {}, now));
  await context.close();
  if (depth !== "glance") await layout(browser, platform, report, { who, state, found });
  return found.map((one) => one.path);
}

/** How many bytes come over the line for a page. */
const transferred = (url) => new Promise((resolve, reject) => {
  get(url, { headers: { "accept-encoding": "br" } }, (response) => {
    let bytes = 0;
    response.on("data", (chunk) => (bytes += chunk.length));
    response.on("end", () => resolve(bytes));
  }).on("error", reject);
});

/** The page of every operation: they are of one kind, and the longest has the most types. */
export async function documents(platform, report) {
  await report.part("the page of every operation of the API", async () => {
    const response = await fetch(`${platform.url}/docs`);
    const links = [...(await response.text()).matchAll(/href="(\/docs\?operation=[^"]*)"/g)].map(([, link]) => link.replaceAll("&amp;", "&"));
    report.holds(links.length > 100, `operations are named: ${links.length}`);
    let longest = ["", 0];
    for (const link of new Set(links)) {
      const bytes = await transferred(platform.url + link);
      if (bytes > longest[1]) longest = [link, bytes];
    }
    // Beside it the page has its style and its picture of symbols: what the page of all operations has.
    report.holds(longest[1] <= DOCUMENT_MAX, `the longest page is small: ${longest.join(" ")}`);
    console.log(`  the longest page of an operation has ${longest[1]} bytes`);
  });
}

/** The page that is open, in modes at widths: no violation, nothing wider than the page, a menu of one row. */
export async function inModes(page, name, report, { modes, widths, work }) {
  // Through the protocol, not as markup: the page's own policy stays in force.
  await page.evaluate(AXE);
  for (const [mode, media] of modes) {
    await page.emulateMedia({ ...PLAIN, ...(media ?? {}) });
    await page.evaluate((chosen) => {
      if (chosen) document.documentElement.dataset.theme = chosen;
      else delete document.documentElement.dataset.theme;
    }, media ? null : "contrast");
    for (const width of widths) {
      await page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
      const result = await page.evaluate((tags) => axe.run({ runOnly: tags, resultTypes: ["violations"] }), TAGS);
      for (const violation of result.violations) {
        const where = violation.nodes.slice(0, 2).map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`);
        report.holds(false, `${name} ${mode} ${width}: ${violation.id}: ${where.join(" | ")}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      report.holds(wide <= width, `${name} ${mode} ${width}: is ${wide} wide`);
      const rows = await page.evaluate(() => new Set([...document.querySelectorAll(".top li")].map((one) => Math.round(one.getBoundingClientRect().top))).size);
      // Who works here sees Help in the large skin of residents, where their longer menu may take two rows.
      const foreign = !work && ["care_staff", "health_provider"].some((role) => name.startsWith(role));
      report.holds(rows === 1 || width < 360 || foreign, `${name} ${mode} ${width}: the menu has ${rows} rows`);
    }
  }
}

async function look(page, origin, one, name, report, depth) {
  await page.emulateMedia(PLAIN);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(origin + one.path, { waitUntil: "load" });
  const work = await page.evaluate(() => document.documentElement.dataset.skin === "work");
  const files = await page.evaluate(() =>
    [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
      .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize]));
  const bytes = files.reduce((sum, [, size]) => sum + size, 0);
  const docs = one.path.startsWith("/docs") || one.path.startsWith("/gallery");
  const unmeasured = one.path.startsWith("/gallery");
  report.holds(unmeasured || bytes <= (work ? 45 : 25) * 1024, `${name}: a first visit is ${bytes} bytes: ${files.map((file) => file.join(" ")).join(", ")}`);
  const main = await page.evaluate(() => document.querySelectorAll("main, h1").length);
  report.holds(main === 2, `${name}: one main part and one heading of it`);
  const few = docs || depth === "quick" ? [MODES[0], MODES[1], contrast] : [...MODES, contrast];
  const two = [360, 1280];
  if (depth === "glance") await inModes(page, name, report, { modes: [MODES[0]], widths: [360], work });
  else if (depth === "quick" && !docs) {
    // A theme changes colours and no measure: each width once, and the other colours where most and least fits.
    await inModes(page, name, report, { modes: [MODES[0]], widths: WIDTHS, work });
    await inModes(page, name, report, { modes: few.slice(1), widths: two, work });
  } else await inModes(page, name, report, { modes: few, widths: docs ? two : WIDTHS, work });
  report.checks += 1;
}

async function shoot(page, shots, name, depth) {
  mkdirSync(shots, { recursive: true });
  const few = [["light", 360], ["light", 1280], ["dark", 768]];
  for (const [scheme, width] of depth === "full" ? [...few, ["contrast", 360], ["contrast", 1280]] : few) {
    const chosen = scheme === "contrast" ? scheme : null;
    await page.evaluate((chosen) => (chosen ? (document.documentElement.dataset.theme = chosen) : delete document.documentElement.dataset.theme), chosen);
    await page.emulateMedia({ ...PLAIN, colorScheme: chosen ? "light" : scheme });
    await page.setViewportSize({ width, height: 900 });
    const file = `${name.replace(/[^a-z0-9]+/gi, "-")}-${width}-${scheme}.png`;
    await page.screenshot({ path: join(shots, file) });
  }
}

/** Sizes of text and of what is pressed; large text; wide spacing. */
async function layout(browser, platform, report, { who, state, found }) {
  // Style that a test adds is no style of the page: only this context looks away from its policy.
  const context = await browser.newContext({ storageState: state, bypassCSP: true, viewport: { width: 320, height: 740 } });
  const page = await context.newPage();
  for (const one of found.filter((one) => one.status === 200)) {
    const name = `${who} ${shape(one.path)}`;
    await page.goto(platform.url + one.path);
    const small = await page.evaluate(sizes);
    for (const text of small) report.holds(false, `${name}: ${text}`);
    await page.addStyleTag({ content: "html{font-size:200%!important}" });
    await fits(page, report, `${name} at twice the text`);
    await page.addStyleTag({
      content: "html{font-size:100%!important}*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}",
    });
    await fits(page, report, `${name} with wide spacing`);
  }
  await context.close();
}

async function fits(page, report, name) {
  const found = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth;
    const over = [...document.querySelectorAll("main *")].find((one) => one.getBoundingClientRect().right > 321);
    return { wide, over: over && `${over.tagName}.${over.className} ${over.textContent.slice(0, 40)}` };
  });
  report.holds(found.wide <= 320, `${name}: is ${found.wide} wide, because of ${found.over}`);
}

/** Runs in the page: what is smaller than it may be. */
function sizes() {
  const care = document.documentElement.dataset.skin === "care";
  const [least, body, target] = care ? [18, 22, 56] : [16, 18, 44];
  const found = [];
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  if (Math.abs(size(document.body) - body) > 0.5) found.push(`body text is ${size(document.body)}`);
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const seen = own && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
    if (seen && size(one) < least - 0.1 && !one.closest("code, pre, .hide")) {
      found.push(`text of ${size(one)}: ${one.tagName}.${one.className} ${one.textContent.slice(0, 30)}`);
    }
  }
  for (const one of document.querySelectorAll("a, button, select, textarea, summary, input:not([type=hidden])")) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".hide") || one.className === "skip") continue;
    let box = one.getBoundingClientRect();
    // A link within a sentence is as high as its line; a box is pressed by its label too.
    const inline = one.tagName === "A" && getComputedStyle(one).display === "inline";
    if (["radio", "checkbox"].includes(one.type)) box = one.closest(".choice").getBoundingClientRect();
    const help = one.matches(".dock .help, .dock .send, .call");
    const wanted = help ? 80 : target;
    if (!inline && one.tagName !== "SUMMARY" && box.height < wanted - 0.5) {
      found.push(`${one.tagName}.${one.className} ${one.textContent.slice(0, 30)} is ${box.height} high, not ${wanted}`);
    }
  }
  return found;
}

/** That the checks find what they are there for: a page with one fault of each kind. */
export async function itself(browser, report) {
  const page = await browser.newPage({ viewport: { width: 320, height: 740 } });
  const faults = `<!doctype html><html lang="en" data-skin="care"><head><title>Faults</title></head>
    <body style="margin:0;font-size:22px"><main><h1 style="color:#aaa;background:#fff">Faults</h1>
    <a class="button" href="/" style="display:block;height:20px;font-size:12px">small</a>
    <div style="width:400px">wide</div><img src="data:,"></main></body></html>`;
  await page.setContent(faults);
  await page.evaluate(AXE);
  const result = await page.evaluate((tags) => axe.run({ runOnly: tags, resultTypes: ["violations"] }), TAGS);
  const found = result.violations.map((one) => one.id);
  for (const rule of ["color-contrast", "image-alt"]) report.holds(found.includes(rule), `axe finds ${rule}: ${found}`);
  const small = (await page.evaluate(sizes)).join();
  report.holds(small.includes("text of 12"), `small text is found: ${small}`);
  report.holds(small.includes("is 20 high, not 56"), `a small target is found: ${small}`);
  report.holds((await page.evaluate(() => document.documentElement.scrollWidth)) > 320, "a wide page is found");
  const validity = await validator.validateString("<p id=a><p id=a><button>x</button>");
  report.holds(!validity.valid, "markup that does not hold is found");
  const told = { wrong: 0, holds: (condition) => condition || (told.wrong += 1) };
  discreet(told, "itself", { path: "/x/Rose", title: "Alert: Rose Field", names: ["Rose"] });
  discreet(told, "itself", { path: "/x?q=crisis", title: "Suicide", names: ["Rose"] });
  report.holds(told.wrong === 3, "a title and an address that tell something are found");
  await page.close();
}
