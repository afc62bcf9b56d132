// The key somebody decides with, on this device. It is made here and cannot leave the browser; the node sends what is to be signed,
// this signs it, and the node brings it to the others.

const tongue = document.querySelector('script[data-missing]').dataset;

// Keys lie in the browser's own store, each under its public half.
const drawer = () =>
  new Promise((done, failed) => {
    const open = indexedDB.open('potluck', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('keys');
    open.onsuccess = () => done(open.result);
    open.onerror = () => failed(open.error);
  });
const inDrawer = async (mode, work) => {
  const keys = (await drawer()).transaction('keys', mode).objectStore('keys');
  return new Promise((done, failed) => {
    const asked = work(keys);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
};

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const base58 = (bytes) => {
  let number = BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = ALPHABET[Number(number % 58n)] + text;
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = `1${text}`;
  }
  return text;
};

// JSON with one spelling (RFC 8785); what is signed has no fractions.
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
};
const hash = async (value) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(value))));

// FEP-8b32, eddsa-jcs-2022: the hash of the proof, then that of the document.
const sign = async ({ key, published, id, document: what, proof }) => {
  const secret = await inDrawer('readonly', (keys) => keys.get(key));
  if (!secret) throw new Error(tongue.missing);
  const message = new Uint8Array([...(await hash(proof)), ...(await hash(what))]);
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', secret, message));
  return { published, id: id ?? undefined, proof: { ...proof, proofValue: `z${base58(signature)}` } };
};

// Is it what was pressed? The node could ask for a signature under something else.
const fits = (form, what) => {
  const pressed = form.querySelector('[name=act]')?.value;
  return what.type !== 'gov:Move' || !what.act || !pressed || what.act.act === pressed;
};

const make = async (form) => {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const multikey = `z${base58(new Uint8Array([0xed, 0x01, ...bytes]))}`;
  await inDrawer('readwrite', (keys) => keys.put(pair.privateKey, multikey));
  form.elements.key.value = multikey;
};

const encode = (value) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const deliver = async (form, button) => {
  if (form.dataset.makesKey !== undefined && !form.elements.key.value) await make(form);
  const body = new URLSearchParams(new FormData(form, button));
  const proofs = [];
  for (;;) {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'potluck-proof': encode(proofs) } });
    const page = answer.ok ? null : new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (answer.status === 428 && proofs.length < 50) {
      const asked = JSON.parse(page.getElementById('sign').dataset.document);
      if (!fits(form, asked.document)) throw new Error(tongue.other);
      proofs.push(await sign(asked));
    } else if (answer.ok) {
      location.assign(answer.headers.get('location'));
      return;
    } else {
      throw new Error((page.querySelector('[role=alert]') ?? page.querySelector('main p:not(.muted)'))?.textContent ?? String(answer.status));
    }
  }
};

for (const form of document.querySelectorAll('form[data-signs], form[action^="/network/decisions/"], form[action="/network/propose"]')) {
  form.addEventListener('submit', async (event) => {
    // Pressed twice it is said once.
    if (event.defaultPrevented) return;
    event.preventDefault();
    let told = form.querySelector('.error');
    told?.remove();
    try {
      await deliver(form, event.submitter);
    } catch (fault) {
      told = document.createElement('p');
      told.className = 'error';
      told.setAttribute('role', 'alert');
      told.textContent = fault.message;
      form.prepend(told);
      delete form.dataset.sent;
    }
  });
}

// Only browsers that know this kind of key are offered to keep one.
const offered = document.querySelector('form[data-makes-key]');
if (offered) {
  crypto.subtle?.generateKey('Ed25519', false, ['sign', 'verify']).then(() => {
    offered.hidden = false;
    document.getElementById('no-keys').hidden = true;
  }, () => {});
}
