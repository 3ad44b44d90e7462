// Passkeys: has the device make or prove one, as the server asks, and sends its answer back.
"use strict";

const form = document.querySelector("form[data-passkey]");

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function known(credentials) {
  return (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
}

async function make(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const excludeCredentials = known(options.excludeCredentials);
  const challenge = bytes(options.challenge);
  const publicKey = { ...options, user, challenge, excludeCredentials };
  const made = await navigator.credentials.create({ publicKey });
  return {
    ...named(made),
    response: {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? [],
    },
    extensions: JSON.stringify(made.getClientExtensionResults()),
  };
}

async function prove(options) {
  const allowCredentials = known(options.allowCredentials);
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials };
  const proved = await navigator.credentials.get({ publicKey });
  return {
    ...named(proved),
    response: {
      authenticatorData: text(proved.response.authenticatorData),
      clientDataJSON: text(proved.response.clientDataJSON),
      signature: text(proved.response.signature),
      userHandle: text(proved.response.userHandle ?? new ArrayBuffer(0)),
    },
  };
}

function named(credential) {
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type };
}

async function ask() {
  document.querySelector("[data-passkey-failed]").hidden = true;
  try {
    const options = JSON.parse(form.dataset.options);
    const answer = await (form.dataset.passkey === "make" ? make(options) : prove(options));
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    document.querySelector("[data-passkey-failed]").hidden = false;
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  if (window.PublicKeyCredential) {
    ask();
  } else {
    document.querySelector("[data-passkey-failed]").hidden = false;
  }
}
