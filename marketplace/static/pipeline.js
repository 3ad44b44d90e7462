// Cards of a pipeline can be dragged to another column; the menu on each card does the same.
"use strict";

let dragged = null;

function optionFor(column) {
  const menu = dragged && dragged.querySelector("select[name=to]");
  return menu && [...menu.options].find((option) => option.value === column.dataset.column);
}

for (const card of document.querySelectorAll(".board article")) {
  if (card.querySelector("select[name=to]")) {
    card.draggable = true;
    card.addEventListener("dragstart", () => {
      dragged = card;
    });
    card.addEventListener("dragend", () => {
      dragged = null;
    });
  }
}

for (const column of document.querySelectorAll(".board [data-column]")) {
  column.addEventListener("dragover", (event) => {
    if (optionFor(column)) {
      event.preventDefault();
      column.classList.add("is-target");
    }
  });
  column.addEventListener("dragleave", () => column.classList.remove("is-target"));
  column.addEventListener("drop", (event) => {
    const option = optionFor(column);
    if (option) {
      event.preventDefault();
      option.selected = true;
      option.form.requestSubmit();
    }
  });
}
