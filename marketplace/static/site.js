// What the pages do with JavaScript beyond htmx; all of them work without it.
"use strict";

// The CSRF token goes with every request that htmx sends by itself.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector("input[name=csrf_token]");
  if (token) {
    event.detail.ctx.request.headers["X-CSRFToken"] = token.value;
  }
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 3000);
});

// Coming back by the back button, a form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
});

// A strip of tabs that scrolls shows where one is, also in browsers that do not by themselves.
for (const here of document.querySelectorAll(":is(.menu, .tabs, .steps) [aria-current]")) {
  const strip = here.closest("ul, ol");
  if (strip.scrollWidth > strip.clientWidth) {
    strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
}

// What a print button prints is the page; without scripts there is none.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) {
    window.print();
  }
});
