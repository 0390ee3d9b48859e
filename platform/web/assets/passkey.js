/* Passkeys. A form with data-passkey="get" or "create" and the question in data-options is shown
   where the browser can keep passkeys for this address, and sends what the browser answers. */
(function (d, w) {
  'use strict';
  if (!w.PublicKeyCredential || !w.isSecureContext || !d.querySelectorAll || !w.Uint8Array) return;
  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/')), all = new Uint8Array(plain.length), i;
    for (i = 0; i < plain.length; i++) all[i] = plain.charCodeAt(i);
    return all;
  }
  function text(buffer) {
    var all = new Uint8Array(buffer), plain = '', i;
    for (i = 0; i < all.length; i++) plain += String.fromCharCode(all[i]);
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function known(list) {
    return list.map(function (it) { return { type: 'public-key', id: bytes(it.id) }; });
  }
  function ask(kind, o) {
    if (kind === 'get') {
      return navigator.credentials.get({ publicKey: {
        challenge: bytes(o.challenge), rpId: o.rpId, timeout: o.timeout,
        userVerification: 'required', allowCredentials: known(o.allowCredentials)
      } });
    }
    return navigator.credentials.create({ publicKey: {
      challenge: bytes(o.challenge), rp: o.rp, timeout: o.timeout, attestation: 'none',
      user: { id: bytes(o.user.id), name: o.user.name, displayName: o.user.displayName },
      pubKeyCredParams: o.algorithms.map(function (it) { return { type: 'public-key', alg: it }; }),
      excludeCredentials: known(o.excludeCredentials),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
    } });
  }
  function answer(found) {
    var r = found.response, parts = { clientDataJSON: text(r.clientDataJSON) };
    ['attestationObject', 'authenticatorData', 'signature'].forEach(function (name) {
      if (r[name]) parts[name] = text(r[name]);
    });
    return JSON.stringify({ id: found.id, response: parts });
  }
  [].forEach.call(d.querySelectorAll('form[data-passkey]'), function (form) {
    var options = JSON.parse(form.getAttribute('data-options'));
    var host = options.rpId || options.rp.id, failed = form.querySelector('[data-failed]');
    if (w.location.hostname !== host) return;
    form.hidden = false;
    form.addEventListener('submit', function (event) {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopPropagation();
      ask(form.getAttribute('data-passkey'), options).then(function (found) {
        form.elements.credential.value = answer(found);
        form.submit();
      }).catch(function () { failed.hidden = false; });
    });
  });
})(document, window);
