// Subscribes this browser to notifications, and sends its subscription with the form.
(() => {
  'use strict';

  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  }

  // A browser has one subscription for this site. One that was made with another key reaches nobody any more.
  async function subscribed(key) {
    await navigator.serviceWorker.register('/service-worker.js');
    const { pushManager } = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
    try {
      return await pushManager.subscribe(options);
    } catch (error) {
      const old = await pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe();
      return pushManager.subscribe(options);
    }
  }

  async function send(event) {
    const form = event.target;
    const status = form.querySelector('[role=status]');
    event.preventDefault();
    status.textContent = '';
    if ((await Notification.requestPermission()) !== 'granted') {
      status.textContent = form.dataset.blocked;
      return;
    }
    try {
      form.elements.subscription.value = JSON.stringify(await subscribed(form.dataset.push));
      form.submit();
    } catch {
      status.textContent = form.dataset.failed;
    }
  }

  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) return;
  for (const form of document.querySelectorAll('form[data-push]')) {
    form.querySelector('[type=submit]').hidden = false;
    form.querySelector('[data-without]').hidden = true;
    form.addEventListener('submit', send);
  }
})();
