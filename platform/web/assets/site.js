/* Onewindow: saves time, nothing depends on it. ES5. The hooks are in templates/README.md */
(function (d, w) {
  'use strict';
  if (!d.querySelectorAll || !w.addEventListener) return;
  var live = d.getElementById('live'), timer;
  function all(selector, root) { return [].slice.call((root || d).querySelectorAll(selector)); }
  function one(selector, root) { return (root || d).querySelector(selector); }
  function on(type, act) { d.addEventListener(type, act); }
  function has(at, name) { return at.hasAttribute && at.hasAttribute('data-' + name); }
  function say(key, more) { if (live) live.textContent = live.getAttribute('data-' + key) + (more || ''); }

  var errors = one('.errors');
  if (errors && !('autofocus' in errors)) errors.focus();

  /* data-when="name=value|other": shown while the answer is one of these. */
  function reveal() {
    all('[data-when]').forEach(function (box) {
      var rule = box.getAttribute('data-when').split('='), wanted = rule[1].split('|');
      box.hidden = !all('[name="' + rule[0] + '"]').some(function (input) {
        return (input.checked || !/radio|checkbox/.test(input.type)) && wanted.indexOf(input.value) >= 0;
      });
    });
  }
  reveal();

  /* A photo is sent at most 2000 pixels wide or high. */
  function shrink(input) {
    var file = input.files && input.files[0];
    if (!file || !/^image\/(jpeg|png)$/.test(file.type) || file.size < 6e5 || !w.createImageBitmap) return;
    createImageBitmap(file).then(function (image) {
      var scale = Math.min(1, 2000 / Math.max(image.width, image.height));
      var canvas = d.createElement('canvas'), pen = canvas.getContext('2d');
      canvas.width = image.width * scale;
      canvas.height = image.height * scale;
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) {
        if (!blob || blob.size >= file.size || input.files[0] !== file) return;
        try {
          var box = new DataTransfer();
          box.items.add(new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: blob.type }));
          input.files = box.files;
          say('shrunk');
        } catch (e) { /* the original is sent */ }
      }, 'image/jpeg', 0.85);
    });
  }

  on('change', function (event) {
    var at = event.target;
    reveal();
    if (has(at, 'shrink')) shrink(at);
    if (has(at, 'all')) all('[data-row] [type=checkbox]').forEach(function (box) { box.checked = at.checked; });
  });

  /* Characters left, said after a pause. */
  on('input', function (event) {
    var at = event.target;
    clearTimeout(timer);
    if (has(at, 'max')) timer = setTimeout(function () { say('left', at.getAttribute('data-max') - at.value.length); }, 1200);
  });

  function send(form, done, moved) {
    var call = new XMLHttpRequest();
    call.open('POST', form.action);
    call.onload = function () { done(call); };
    call.onerror = function () { form.submit(); };
    if (moved) call.upload.onprogress = moved;
    call.send(new FormData(form));
  }
  /* The answer of this site may be written as a page, and nothing else (Trusted Types). */
  function ours(text) {
    if (!w.trustedTypes) return text;
    return trustedTypes.createPolicy('page', { createHTML: function (own) { return own; } }).createHTML(text);
  }
  function upload(form) {
    var bar = form.appendChild(d.createElement('progress'));
    bar.className = 'progress';
    send(form, function (call) {
      say('sent');
      history.pushState(null, '', call.responseURL);
      d.open();
      d.write(ours(call.responseText));
      d.close();
    }, function (event) { bar.value = event.loaded / event.total; });
  }

  /* A form is sent once in eight seconds. */
  function lock(form, state) {
    form.locked = state;
    all('button', form).forEach(function (button) {
      button[state ? 'setAttribute' : 'removeAttribute']('aria-disabled', 'true');
    });
  }
  on('submit', function (event) {
    var form = event.target, named = event.submitter && event.submitter.name;
    if (form.method !== 'post') return;
    if (form.locked) return event.preventDefault();
    lock(form, true);
    setTimeout(lock, 8000, form, false);
    if (has(form, 'keep')) {
      event.preventDefault();
      send(form, function (call) {
        if (call.status > 299) return form.submit();
        form.parentNode.hidden = true;
        session();
      });
    } else {
      say('sending');
      if (has(form, 'upload') && !named) {
        event.preventDefault();
        upload(form);
      }
    }
  });
  w.addEventListener('pageshow', function () { all('form').forEach(function (form) { lock(form, false); }); });

  /* A warning when nine tenths of the session are over. */
  function session() {
    var box = one('[data-session]');
    if (box) setTimeout(function () { box.hidden = false; }, box.getAttribute('data-session') * 900);
  }
  session();

  /* Staff keys, only where they are switched on. */
  if (d.body.getAttribute('data-keys') !== 'on') return;
  var row = -1, lead = '';
  function act(key, root) {
    var at = one('[data-key="' + key + '"]', root);
    if (!at) return false;
    at.focus();
    if (at.type === 'radio') at.checked = true;
    else if (/^(A|BUTTON)$/.test(at.tagName)) at.click();
    return true;
  }
  on('keydown', function (event) {
    var at = event.target, key = event.key, rows = all('[data-row]'), now = rows[row], box;
    if (key === 'Enter' && event.ctrlKey) { if (act('ctrl-enter')) event.preventDefault(); return; }
    if (event.ctrlKey || event.altKey || event.metaKey || /["\\]/.test(key)) return;
    if (at.tagName === 'TEXTAREA' || at.tagName === 'INPUT' && !/radio|checkbox/.test(at.type)) return;
    if (rows.length && (key === 'j' || key === 'k')) {
      row = Math.max(0, Math.min(rows.length - 1, row + (key === 'j' ? 1 : -1)));
      if (now) now.classList.remove('on');
      rows[row].classList.add('on');
      (one('a', rows[row]) || rows[row]).focus();
    } else if (now && key === 'x') {
      box = one('[type=checkbox]', now);
      if (box) box.checked = !box.checked;
    } else if (!(now && act(key, now)) && !act(lead + key)) {
      lead = key === 'g' ? 'g ' : '';
      return;
    }
    lead = '';
    event.preventDefault();
  });
})(document, window);
