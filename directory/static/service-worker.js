// Shows what a person kept of the site when the site is out of reach, and the notifications of alarms. It stores nothing
// itself: `offline.js` does, without cookies, so that nothing which only a signed-in person may read can come to lie here.
'use strict';
const KEPT = 'kept';
const PATIENCE_MS = 10_000;
const STATE = /^\/([a-z]{2})\/(?:jurisdictions|offline)\/([A-Za-z]{2,3})(?:\/|$)/;
const AUTHORITY = /^\/([a-z]{2})\/(?:authorities|focal-points)\/([^/]+)$/;
const OFFLINE = /^\/([a-z]{2})\//;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(opened(request, address.pathname));
  else if (address.pathname.startsWith('/static/')) event.respondWith(drawn(request));
});

// A notification stays until it is touched. It holds a number and a link, never what waits.
self.addEventListener('push', (event) => {
  const { title, body, link } = event.data.json();
  const shown = { body, tag: link, data: link, dir: 'auto', requireInteraction: true };
  event.waitUntil(self.registration.showNotification(title, shown));
});
self.addEventListener('notificationclick', (event) => {
  const link = new URL(event.notification.data, self.location.origin);
  event.notification.close();
  if (link.origin === self.location.origin) event.waitUntil(self.clients.openWindow(link.href));
});

// A line that is up and carries nothing is as bad as none: what is kept is shown after a while.
async function opened(request, path) {
  const answer = fetch(request);
  const copy = await copyOf(path);
  if (!copy) return answer.catch(async (error) => (await listOf(path)) || Promise.reject(error));
  return Promise.race([answer.catch(() => copy), new Promise((done) => setTimeout(done, PATIENCE_MS, copy))]);
}

async function drawn(request) {
  return (await found(request)) || fetch(request);
}

async function copyOf(path) {
  const [, language, code] = STATE.exec(path) || [];
  if (code) return found(`/${language}/offline/${code.toUpperCase()}`);
  const [, spoken, key] = AUTHORITY.exec(path) || [];
  return key ? placeOf(spoken, key) : undefined;
}

// The card of its State holds an authority and its desk.
async function placeOf(language, key) {
  const kept = await caches.open(KEPT);
  for (const { url } of await kept.keys()) {
    if (!url.endsWith('.json') || !new URL(url).pathname.startsWith(`/${language}/`)) continue;
    const { state, entries } = await (await kept.match(url, { ignoreVary: true })).json();
    const entry = entries.find(({ id }) => id === key);
    if (entry) return Response.redirect(`/${language}/offline/${state}#${entry.anchor}`);
  }
  return undefined;
}

async function listOf(path) {
  const [, language] = OFFLINE.exec(path) || [];
  const kept = await caches.open(KEPT);
  const lists = (await kept.keys()).map(({ url }) => new URL(url).pathname).filter((one) => one.endsWith('/offline'));
  const nearest = lists.find((one) => one === `/${language}/offline`) || lists[0];
  return nearest && found(nearest);
}

async function found(what) {
  return (await caches.open(KEPT)).match(what, { ignoreVary: true });
}
