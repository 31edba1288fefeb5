// Keeps chosen States in this browser, lists and searches what is kept, and says how old a copy is.
(() => {
  'use strict';
  const KEPT = 'kept';
  const DAY_MS = 86_400_000;
  const UNITS = [['day', DAY_MS], ['hour', DAY_MS / 24], ['minute', DAY_MS / 1440]];
  const MOST_FOUND = 30;
  const SHORTEST_BEGINNING = 5;
  const LONGEST_ENDING = 3;
  const spoken = document.documentElement.lang;
  const { dataset: page } = document.querySelector('[data-offline]') || { dataset: {} };

  function age(moment) {
    const past = Date.now() - Date.parse(moment);
    const [unit, length] = UNITS.find(([, one]) => past >= one) || UNITS[UNITS.length - 1];
    return new Intl.RelativeTimeFormat(spoken, { numeric: 'auto' }).format(-Math.floor(past / length), unit);
  }

  function stamp() {
    for (const made of document.querySelectorAll('[data-made]')) made.textContent = `(${age(made.dataset.made)})`;
    for (const old of document.querySelectorAll('[data-ends]')) old.hidden = Date.now() < Date.parse(old.dataset.ends) + DAY_MS;
  }

  // Without cookies: what is kept is what everyone may read.
  async function fetched(address) {
    const answer = await fetch(address, { credentials: 'omit', cache: 'no-store', redirect: 'error' });
    if (!answer.ok) throw new Error(address);
    return [address, answer];
  }

  async function assetsOf(answer) {
    const html = new DOMParser().parseFromString(await answer.clone().text(), 'text/html');
    const named = [...html.querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]')];
    return named.map((one) => one.getAttribute('href') || one.getAttribute('src'));
  }

  // A copy is replaced when all of the new one has come, so that a broken line leaves the old one whole.
  async function keep(language, code) {
    const own = [`/${language}/offline/${code}`, `/${language}/offline/${code}.json`, `/${language}/offline`];
    const answers = await Promise.all(own.map(fetched));
    const assets = new Set((await Promise.all([assetsOf(answers[0][1]), assetsOf(answers[2][1])])).flat());
    answers.push(...(await Promise.all([...assets].map(fetched))));
    const kept = await caches.open(KEPT);
    await Promise.all(answers.map(([address, answer]) => kept.put(address, answer)));
  }

  async function packs() {
    const kept = await caches.open(KEPT);
    const lists = (await kept.keys()).filter(({ url }) => url.endsWith('.json'));
    const read = await Promise.all(lists.map(async (one) => (await kept.match(one, { ignoreVary: true })).json()));
    return read.sort((a, b) => a.name.localeCompare(b.name, spoken));
  }

  async function forget({ language, state }) {
    const kept = await caches.open(KEPT);
    const own = `/${language}/offline/${state}`;
    await Promise.all([own, `${own}.json`].map((one) => kept.delete(one, { ignoreVary: true })));
  }

  function say(text) {
    document.getElementById('keeping').textContent = text;
  }

  function fill(template, fields) {
    return Object.entries(fields).reduce((text, [name, value]) => text.replace(`{${name}}`, value), template);
  }

  async function keepAll(wanted) {
    document.querySelector('#keep button').disabled = true;
    let failed = 0;
    for (const [place, [language, code]] of wanted.entries()) {
      say(fill(page.working, { done: place + 1, total: wanted.length }));
      try {
        await keep(language, code);
      } catch {
        failed += 1;
      }
    }
    document.querySelector('#keep button').disabled = false;
    await show();
    say(failed ? fill(page.failed, { failed, total: wanted.length }) : page.done);
  }

  function lineOf(pack) {
    const line = document.getElementById('kept-line').content.firstElementChild.cloneNode(true);
    const link = line.querySelector('a');
    link.href = `/${pack.language}/offline/${pack.state}`;
    link.querySelector('bdi').textContent = pack.name;
    line.querySelector('.language').textContent = new Intl.DisplayNames([spoken], { type: 'language' }).of(pack.language);
    line.querySelector('[data-made]').dataset.made = pack.made_at;
    line.querySelector('[data-ends]').dataset.ends = pack.valid_until;
    line.querySelector('.forget-kept').append(` ${pack.name}`);
    line.querySelector('.forget-kept').addEventListener('click', async () => {
      await forget(pack);
      await show();
      say(fill(page.removed, { name: pack.name }));
      document.getElementById('kept-heading').focus();
    });
    return line;
  }

  async function show() {
    const kept = await packs();
    document.getElementById('kept').replaceChildren(...kept.map(lineOf));
    document.getElementById('kept-none').hidden = kept.length > 0;
    document.getElementById('kept-some').hidden = !kept.length;
    stamp();
    await search();
  }

  function folded(text) {
    return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function hitOf(pack, entry) {
    const hit = document.createElement('li');
    const link = document.createElement('a');
    const about = document.createElement('span');
    link.href = `/${pack.language}/offline/${pack.state}${entry.anchor && `#${entry.anchor}`}`;
    link.textContent = entry.name;
    about.className = 'soft';
    about.textContent = ` ${entry.kind} · ${pack.name} · ${age(pack.made_at)}`;
    hit.append(link, about);
    return hit;
  }

  function hitsOf(kept, words) {
    const isNamed = (known) => words.every((word) => known.some((one) => one.startsWith(word)));
    const ofPack = (pack) => pack.entries.filter(({ words: known }) => isNamed(known.split(' '))).map((one) => hitOf(pack, one));
    return kept.flatMap(ofPack);
  }

  // In most of the languages a word has endings: where the whole one is not found, its beginning may be.
  async function search() {
    const words = folded(document.getElementById('kept-search').value);
    const kept = words.length ? await packs() : [];
    const exact = hitsOf(kept, words);
    const beginnings = words.map((word) => word.slice(0, Math.max(SHORTEST_BEGINNING, word.length - LONGEST_ENDING)));
    const hits = exact.length ? exact : hitsOf(kept, beginnings);
    document.getElementById('kept-found').replaceChildren(...hits.slice(0, MOST_FOUND));
    document.getElementById('kept-count').textContent = words.length ? fill(page.found, { count: hits.length }) : '';
  }

  async function start() {
    const form = document.getElementById('keep');
    await navigator.serviceWorker.register('/service-worker.js');
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const chosen = new FormData(form);
      const wanted = chosen.getAll('language').flatMap((one) => chosen.getAll('state').map((code) => [one, code]));
      if (wanted.length) keepAll(wanted);
      else say(page.nothing);
    });
    document.getElementById('renew').addEventListener('click', async () => {
      keepAll((await packs()).map(({ language, state }) => [language, state]));
    });
    document.getElementById('kept-search').addEventListener('input', search);
    await show();
  }

  stamp();
  if (!page.working) return;
  if (navigator.serviceWorker && window.caches) {
    start().catch(() => { document.getElementById('unable').hidden = false; });
  } else {
    document.getElementById('unable').hidden = false;
  }
})();
