// Small helps: suggestions in the search box, lists that get shorter, clocks that go on, menus that close, news of a page that changed.
// The pages work without them.
(() => {
  'use strict';
  const WAIT_MS = 120;
  const NEWS_MS = 20_000;

  function addSuggestions(input) {
    const { suggest, found, none } = input.dataset;
    const list = document.getElementById(`${input.id}-list`);
    const status = document.getElementById(`${input.id}-status`);
    let active = -1;
    let asked = '';
    let timer = 0;
    let running = null;

    const options = () => [...list.children];
    const attribute = (name, value) => input.setAttribute(`aria-${name}`, value);

    function mark(place) {
      active = place;
      options().forEach((option, index) => option.setAttribute('aria-selected', String(index === place)));
      if (place < 0) {
        input.removeAttribute('aria-activedescendant');
        return;
      }
      attribute('activedescendant', options()[place].id);
      options()[place].scrollIntoView({ block: 'nearest' });
    }

    function close() {
      clearTimeout(timer);
      running?.abort();
      asked = '';
      mark(-1);
      list.hidden = true;
      attribute('expanded', 'false');
    }

    function optionOf(item, index) {
      const option = document.createElement('li');
      const name = document.createElement('bdi');
      const about = document.createElement('span');
      name.textContent = item.name;
      about.textContent = item.about;
      about.className = 'soft';
      option.append(name, about);
      option.id = `${list.id}-${index}`;
      option.dataset.url = item.url;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      return option;
    }

    function show(items) {
      list.replaceChildren(...items.map(optionOf));
      mark(-1);
      list.hidden = !items.length;
      attribute('expanded', String(items.length > 0));
      status.textContent = items.length ? found.replace('{count}', items.length) : none;
    }

    async function ask() {
      const text = input.value.trim();
      if (text === asked) return;
      running?.abort();
      if (!text) {
        close();
        return;
      }
      asked = text;
      running = new AbortController();
      try {
        const answer = await fetch(`${suggest}&q=${encodeURIComponent(text)}`, { signal: running.signal });
        if (!answer.ok) return;
        const { items } = await answer.json();
        if (input.value.trim() === text && document.activeElement === input) show(items);
      } catch {
        // Stopped for a newer question, or there is no connection: the form still works.
      }
    }

    function go(option) {
      const address = new URL(option.dataset.url, location.href);
      if (address.origin === location.origin) location.assign(address);
    }

    const keys = {
      ArrowDown: (last) => mark(active < last ? active + 1 : -1),
      ArrowUp: (last) => mark(active < 0 ? last : active - 1),
      Home: () => active >= 0 && mark(0),
      End: (last) => active >= 0 && mark(last),
      Enter: () => active >= 0 && go(options()[active]),
    };

    function press(event) {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Escape' && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === 'ArrowDown' && list.hidden) {
        event.preventDefault();
        asked = '';
        ask();
      } else if (keys[event.key] && !list.hidden) {
        const moves = event.key.startsWith('Arrow') || active >= 0;
        if (moves) event.preventDefault();
        keys[event.key](list.children.length - 1);
      }
    }

    input.setAttribute('role', 'combobox');
    attribute('autocomplete', 'list');
    attribute('expanded', 'false');
    attribute('controls', list.id);
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    });
    input.addEventListener('keydown', press);
    input.addEventListener('blur', close);
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) go(option);
    });
  }

  const MINUTE_MS = 60_000;

  function timeIn(zone) {
    const format = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone };
    try {
      return new Intl.DateTimeFormat('en-GB', format).format();
    } catch {
      // A browser that does not know the zone keeps the time of loading.
      return null;
    }
  }

  function setClocks(clocks) {
    const zones = new Set(clocks.map((clock) => clock.dataset.zone));
    const times = new Map([...zones].map((zone) => [zone, timeIn(zone)]));
    clocks.forEach((clock) => (clock.textContent = times.get(clock.dataset.zone) ?? clock.textContent));
  }

  function tick() {
    setClocks(clocks());
    waitForMinute();
  }

  const clocks = () => [...document.querySelectorAll('time[data-zone]')];
  const waitForMinute = () => setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));

  function closeMenus(event) {
    for (const menu of document.querySelectorAll('.fold[open]')) {
      if (event.type === 'keydown' ? event.key === 'Escape' : !menu.contains(event.target)) {
        if (menu.contains(document.activeElement)) menu.firstElementChild.focus();
        menu.open = false;
      }
    }
  }

  async function followProgress(section) {
    const bar = section.querySelector('progress');
    try {
      const answer = await fetch(section.dataset.progress, { headers: { Accept: 'application/json' } });
      const { at_work: isAtWork, done, total } = await answer.json();
      if (!isAtWork || Boolean(total) !== Boolean(bar)) {
        location.reload();
        return;
      }
      if (bar) {
        bar.value = done;
        section.querySelector('[role=status]').textContent = `${done} / ${total}`;
      }
    } catch {
      // The next question may be answered; the link on the page works meanwhile.
    }
    setTimeout(() => followProgress(section), 2_000);
  }

  // Asking by itself is no use of the session, which ends for who has left.
  const BY_ITSELF = { 'X-Polling': '1' };

  async function showNews(section) {
    const answer = await fetch(location.href, { headers: BY_ITSELF });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById(section.id);
    if (!answer.ok || !fresh) return;
    section.replaceChildren(...fresh.childNodes);
    section.dataset.version = fresh.dataset.version;
  }

  // A section is shown anew unless somebody reads in it; elsewhere, and then, a notice leads to what is new.
  async function followNews(watched) {
    const notice = watched.querySelector('.news') || watched;
    const isRead = !watched.id || watched.contains(document.activeElement) || watched.querySelector('details[open]');
    try {
      if (!document.hidden && notice.hidden) {
        const headers = { ...BY_ITSELF, 'If-None-Match': `"${watched.dataset.version}"` };
        const answer = await fetch(watched.dataset.news, { headers, cache: 'no-store' });
        if (answer.status === 200 && isRead) notice.hidden = false;
        else if (answer.status === 200) await showNews(watched);
      }
    } catch {
      // The next question may be answered.
    }
    setTimeout(() => followNews(watched), NEWS_MS);
  }

  // A link to a folded part opens it.
  function openLinked() {
    const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const part = linked && linked.querySelector(':scope > details.part');
    if (part) part.open = true;
  }

  // What a reader has marked on the page is looked for among its texts. A click takes the mark away.
  function takeMarked(event) {
    const address = new URL(event.currentTarget.href);
    const marked = String(getSelection()).trim().slice(0, 500);
    if (marked) address.searchParams.set('q', marked);
    event.currentTarget.href = address;
  }

  // Words in a search box leave those choices of a list that have all of them. The list is sent as it is.
  function narrowChoices(input) {
    const list = document.getElementById(input.dataset.narrows);
    if (!list) return;
    const all = [...list.children];
    const options = [...list.options];
    const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    input.addEventListener('input', () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      const found = options.filter((option) => words.every((word) => plain(option.text).includes(word)));
      if (words.length) list.replaceChildren(...found);
      else {
        all.forEach((group) => group.append(...options.filter((option) => option.dataset.group === group.label)));
        list.replaceChildren(...all);
      }
    });
    options.forEach((option) => { option.dataset.group = option.parentElement.label; });
    // The whole form is not sent by a press of Enter in the search box.
    input.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  }

  document.querySelectorAll('input[data-narrows]').forEach(narrowChoices);
  document.querySelectorAll('a[data-wording]').forEach((link) => {
    ['pointerdown', 'keydown'].forEach((name) => link.addEventListener(name, takeMarked));
  });
  document.querySelectorAll('[data-news]').forEach((watched) => setTimeout(() => followNews(watched), NEWS_MS));
  document.querySelectorAll('input[data-suggest]').forEach(addSuggestions);
  document.querySelectorAll('[data-progress]').forEach((section) => setTimeout(() => followProgress(section), 2_000));
  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });
  window.addEventListener('hashchange', openLinked);
  openLinked();
  document.addEventListener('keydown', closeMenus);
  document.addEventListener('click', closeMenus);
  // A page that was just made has the right time, and the first format costs a phone 100 ms: only the clocks of an old
  // copy, as kept for use without internet, are set at once.
  setClocks(clocks().filter((clock) => Date.now() - Date.parse(clock.dateTime) >= MINUTE_MS));
  waitForMinute();
})();
