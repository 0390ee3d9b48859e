/* Computes what the page asks for, or waits where the browser cannot, and goes on by itself. A
   solution is a number behind the challenge and a colon whose SHA-256 begins with enough zeroes. */
(function (d, w) {
  'use strict';
  var form = d.querySelector && d.querySelector('form[data-proof]');
  if (!form) return;
  var bits = +form.getAttribute('data-bits'), wait = +form.getAttribute('data-wait');
  var text = form.elements.challenge.value + ':', next = 0, many = 256;
  var subtle = w.isSecureContext && w.crypto && w.crypto.subtle;
  [].forEach.call(form.querySelectorAll('[data-script]'), function (it) {
    it.hidden = it.getAttribute('data-script') === 'off';
  });
  function later() { w.setTimeout(function () { form.submit(); }, (wait + 1) * 1000); }
  function zeroes(hash) {
    var all = new Uint8Array(hash), count = 0, i, bit;
    for (i = 0; i < all.length; i++) {
      for (bit = 128; bit; bit >>= 1) {
        if (all[i] & bit) return count;
        count++;
      }
    }
    return count;
  }
  function some() {
    var first = next, tries = [], i;
    for (i = 0; i < many; i++) {
      tries.push(subtle.digest('SHA-256', new w.TextEncoder().encode(text + (first + i))));
    }
    next += many;
    w.Promise.all(tries).then(function (found) {
      for (i = 0; i < found.length; i++) {
        if (zeroes(found[i]) >= bits) {
          form.elements.nonce.value = String(first + i);
          form.submit();
          return;
        }
      }
      w.setTimeout(some, 0);
    }).catch(later);
  }
  if (subtle && w.Promise && w.TextEncoder) some(); else later();
})(document, window);
