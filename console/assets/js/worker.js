// The service worker: it keeps the files of the pages, and the help page as it is for whoever is signed out. Nothing
// else is ever kept: no page, and nothing of anybody's record.

const FILES = ["@FILES"];
const HELP = "/help";
const CACHE = "help-@VERSION";

addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES);
    // Without cookies: the page of nobody.
    await cache.put(HELP, await fetch(HELP, { credentials: "omit" }));
    await skipWaiting();
  };
  event.waitUntil(keep());
});
addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  };
  event.waitUntil(tidy());
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (FILES.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === "navigate") {
    // Only without a network: then help is what is left.
    event.respondWith(fetch(request).catch(async () => (await caches.match(HELP)) ?? Response.error()));
  }
});
