// A page that is watched: what it asks for elsewhere, what it complains about, what it breaks of its own policy.

/** Notes everything that a page may never do. */
export async function watch(context, report, origin) {
  const goesOn = report.opened(context);
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const expected = new Set();
  context.on("request", (request) => {
    const url = request.url();
    if (goesOn() && !url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      report.holds(false, `a request to another site: ${url}`);
    }
  });
  context.on("console", (message) => {
    const text = message.text();
    if (goesOn() && message.type() === "error" && ![...expected].some((part) => text.includes(part))) {
      report.holds(false, `the console says: ${text} (${message.page()?.url()})`);
    }
  });
  context.on("weberror", (error) => {
    if (goesOn()) report.holds(false, `a script broke: ${error.error().message}`);
  });
  return expected;
}

/** What a browser kept that it must not keep. */
export async function stored(page) {
  return page.evaluate(async () => {
    const databases = indexedDB.databases ? await indexedDB.databases() : [];
    const cached = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) cached.push(new URL(request.url).pathname);
    }
    return { local: localStorage.length, session: sessionStorage.length, databases: databases.length, cached, cookies: document.cookie };
  });
}

/** What a list of alerts shows once its feed is live: that nothing is new, or what is. */
export const LIVE = "#slot-none:not([hidden]), #slot ul li";
