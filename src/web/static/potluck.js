// What pages do better with a script. Each works without: this only saves steps.

// Times are written as it is at the chapter; with a script they are shown as this device has them. A day is a day there.
const { lang, dataset: { zone } } = document.documentElement;
// Of the page's language the kind this reader has: dates are written otherwise in London than in New York.
const locale = navigator.languages.find((one) => one.split('-')[0] === lang) ?? (lang === 'en' ? 'en-GB' : lang);
for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  const format = time.dataset.form === 'day' ? { dateStyle: 'long', timeZone: zone } : { dateStyle: 'long', timeStyle: 'short' };
  time.title = time.textContent;
  time.textContent = new Intl.DateTimeFormat(locale, format).format(at);
}

// On a narrow screen menus lie in one row; where one is must be in sight.
for (const here of document.querySelectorAll('.side [aria-current], .bar nav [aria-current]')) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

// Choices that take effect when they are made.
for (const form of document.querySelectorAll('form.preferences')) {
  form.querySelector('button').hidden = true;
  form.addEventListener('change', () => form.requestSubmit());
}

// A menu closes when one looks elsewhere, or with Escape.
const menus = document.querySelectorAll('details.menu');
document.addEventListener('click', (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of menus) {
    if (menu.open) menu.querySelector('summary').focus();
    menu.open = false;
  }
});

// Texts to take along.
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });
}

// How much may still be written.
for (const field of document.querySelectorAll('textarea[data-most]')) {
  const left = document.getElementById(field.dataset.left);
  const count = () => {
    const rest = Number(field.dataset.most) - [...field.value].length;
    left.textContent = String(rest);
    left.classList.toggle('fault', rest < 0);
  };
  field.addEventListener('input', count);
  count();
}

// A form is sent once, however often one clicks; Ctrl+Enter sends it.
for (const form of document.querySelectorAll('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector('button:not([type=button])'));
  });
}

// Through the posts of a page with j and k, to writing with n, to the search with a slash.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
  const posts = [...document.querySelectorAll('article.post')];
  const at = posts.findIndex((post) => post.contains(document.activeElement));
  const to = { j: posts[at + 1], k: posts[Math.max(at - 1, 0)] }[event.key];
  if (to) {
    to.tabIndex = -1;
    to.focus();
    to.scrollIntoView({ block: 'center' });
  } else if (event.key === 'n' && document.getElementById('compose')) {
    event.preventDefault();
    document.getElementById('compose').focus();
  } else if (event.key === '/' && document.querySelector('a[href="/search"]')) {
    event.preventDefault();
    location.assign('/search');
  }
});

// Passkeys: a key on this device instead of a password.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const send = async (address, body) => {
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
};
const offer = (place, button, ceremony) => {
  if (!place || !window.PublicKeyCredential) return;
  place.hidden = false;
  const fault = place.querySelector('.fault');
  button(async (event) => {
    event.preventDefault();
    fault.textContent = '';
    try {
      await ceremony();
    } catch {
      fault.textContent = place.dataset.failed;
    }
  });
};

const adding = document.getElementById('passkey-add');
offer(adding, (act) => adding.addEventListener('submit', act), async () => {
  const form_token = adding.dataset.token;
  const current = document.getElementById('passkey-current').value;
  const options = await (await send('/settings/security/passkeys/begin', { form_token, current })).json();
  options.challenge = toBytes(options.challenge);
  options.user.id = toBytes(options.user.id);
  for (const key of options.excludeCredentials) key.id = toBytes(key.id);
  const made = await navigator.credentials.create({ publicKey: options });
  await send('/settings/security/passkeys', {
    form_token, id: made.id, name: document.getElementById('passkey-name').value,
    client_data: toText(made.response.clientDataJSON), authenticator_data: toText(made.response.getAuthenticatorData()),
    public_key: toText(made.response.getPublicKey()), algorithm: made.response.getPublicKeyAlgorithm(),
  });
  location.reload();
});

const entering = document.getElementById('passkey-login');
offer(entering, (act) => entering.querySelector('button').addEventListener('click', act), async () => {
  const form_token = entering.dataset.token;
  const options = await (await send('/login/passkey/begin', { form_token })).json();
  options.challenge = toBytes(options.challenge);
  const shown = await navigator.credentials.get({ publicKey: options });
  await send('/login/passkey', {
    form_token, id: shown.id, client_data: toText(shown.response.clientDataJSON),
    authenticator_data: toText(shown.response.authenticatorData), signature: toText(shown.response.signature),
  });
  location.assign(entering.dataset.next);
});

// Where the machine does not know its place, the browser of who sets it up does.
const place = document.querySelector('select.zone');
if (place?.value === 'UTC') {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...place.options].some((option) => option.value === here)) place.value = here;
}
