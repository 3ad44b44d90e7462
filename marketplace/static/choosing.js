// Tables and boards of people: how many are chosen, a box that chooses all, and keys for who likes them.
"use strict";

// How many are chosen, and a box that chooses all of them.
function boxesOf(form) {
  return [...form.elements].filter((box) => box.matches("[name=who], [name=application]"));
}

function countChosen(form) {
  const boxes = boxesOf(form);
  const chosen = boxes.filter((box) => box.checked).length;
  const told = form.querySelector("[data-chosen]");
  const number = told.dataset.all || chosen;
  told.textContent = chosen || told.dataset.all ? told.dataset.chosen.replace("{n}", number) : "";
  const all = form.querySelector("[data-choose-all]");
  if (!all) {
    return;
  }
  all.classList.remove("unready");
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

function countEverywhere() {
  document.querySelectorAll("form[data-choosing]").forEach(countChosen);
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !form.matches("[data-choosing]") || event.target.type !== "checkbox") {
    return;
  }
  if (event.target.matches("[data-choose-all]")) {
    for (const box of boxesOf(form)) {
      box.checked = event.target.checked;
    }
  }
  countChosen(form);
});
countEverywhere();
document.addEventListener("htmx:after:swap", countEverywhere);

// Keys: what they do stands on the page, where they can be switched off for good.
const OFF = "shortcuts-off"; // in the browser's own storage; nothing is sent
const rowsOf = () => [...document.querySelectorAll("form[data-choosing] tbody tr")];
const boxOf = (row) => row && row.querySelector("input[type=checkbox]");
const hereOf = (rows) => rows.findIndex((row) => row.contains(document.activeElement));

function step(by) {
  const rows = rowsOf();
  const here = hereOf(rows);
  const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1);
  if (rows.length) {
    boxOf(rows[next]).focus();
  }
}

function hereBox() {
  const rows = rowsOf();
  return boxOf(rows[hereOf(rows)]);
}

function choose(box) {
  box.checked = !box.checked;
  countChosen(box.form);
}

function shortlist() {
  const form = document.querySelector("form[data-choosing]");
  const button = form && form.querySelector("button[value=shortlist]");
  if (!button) {
    return;
  }
  const here = hereBox();
  if (here && !form.querySelector("tbody input:checked")) {
    choose(here);
  }
  form.requestSubmit(button);
}

function help() {
  const told = document.querySelector("[data-shortcuts]");
  told.open = !told.open;
  told.querySelector("summary").focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => hereBox() && choose(hereBox()),
  o: () => hereBox() && hereBox().closest("tr").querySelector("th a").click(),
  s: shortlist,
  "?": help,
};

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox])");
}

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (!act || isCommand || isTyping(event.target) || localStorage.getItem(OFF)) {
    return;
  }
  if (document.querySelector("[data-shortcuts]")) {
    event.preventDefault();
    act();
  }
});

function showSwitch() {
  for (const told of document.querySelectorAll("[data-shortcuts]")) {
    told.classList.remove("unready");
    told.querySelector("input").checked = !localStorage.getItem(OFF);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-shortcuts] input")) {
    if (event.target.checked) {
      localStorage.removeItem(OFF);
    } else {
      localStorage.setItem(OFF, "yes");
    }
  }
});
showSwitch();
document.addEventListener("htmx:after:swap", showSwitch);
