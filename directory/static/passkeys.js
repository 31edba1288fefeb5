// Asks the device to make or show a passkey, and sends its answer with the form. Other ways to sign in need no script.
(() => {
  'use strict';

  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  }

  function text(buffer) {
    const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
    return plain.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  function decoded(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const key of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) key.id = bytes(key.id);
    return options;
  }

  function encoded(credential) {
    const response = {};
    for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function ask(form) {
    const headers = { 'X-CSRFToken': form.elements.csrf_token.value };
    const answer = await fetch(form.dataset.options, { method: 'POST', headers });
    if (!answer.ok) throw new Error(answer.statusText);
    const publicKey = decoded(await answer.json());
    form.elements.credential.value = encoded(await navigator.credentials[form.dataset.passkey]({ publicKey }));
  }

  async function send(event) {
    const form = event.target;
    const status = form.querySelector('[role=status]');
    event.preventDefault();
    status.textContent = '';
    try {
      await ask(form);
      form.submit();
    } catch {
      status.textContent = form.dataset.failed;
    }
  }

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.querySelector('[type=submit]').hidden = false;
    form.querySelector('[data-without]').hidden = true;
    form.addEventListener('submit', send);
  }
})();
