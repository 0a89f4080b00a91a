// What a page gains with a script; all of it works without one, only less comfortably.
"use strict";
document.documentElement.classList.add("js");

// Copy buttons: data-copy holds the text, or the id of the element that has it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
  const text = source ? source.textContent : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.classList.add("copied");
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => {
    button.classList.remove("copied");
    button.setAttribute("aria-label", "Copy");
  }, 1600);
});

// Toasts can be put away.
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.parentElement.remove();
});

// A menu closes when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A typed confirmation opens its button: data-confirm-name is what has to be typed.
document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-confirm-name]");
  if (!field) return;
  const button = field.form.querySelector("[type=submit]");
  button.disabled = field.value.trim() !== field.dataset.confirmName;
});
for (const field of document.querySelectorAll("[data-confirm-name]")) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Filters apply when a choice changes; a box ticks all boxes of its form.
document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-submit]")) target.form.requestSubmit();
  if (target.matches("[data-check-all]")) {
    for (const box of document.querySelectorAll(`input[name="${target.dataset.checkAll}"]`)) {
      box.checked = target.checked;
    }
  }
});

// Where tabs do not fit side by side, the one that is shown is in sight.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = tab.parentElement;
  tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - 24;
}

// ⌘K or Ctrl+K opens the palette: a dialog over the page of the search, which it asks
// for its results. The arrows walk from the field through the links and back.
const palette = document.getElementById("palette");
if (palette) {
  const field = palette.querySelector("input");
  const results = document.getElementById("palette-results");
  let timer = 0;
  let asked = null;
  let isStale = true; // what is shown answers other words than those in the field
  let goes = false; // Enter was pressed meanwhile
  const go = () => results.querySelector("a")?.click();
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ part: "1", q: field.value.trim() });
    try {
      const answer = await fetch(`${palette.dataset.url}?${query}`, { signal: asked.signal });
      if (answer.redirected) location.reload(); // signed out meanwhile
      else if (answer.ok) results.innerHTML = await answer.text();
      isStale = false;
      if (goes) go();
    } catch (error) {
      if (error.name !== "AbortError") results.textContent = "The server does not answer.";
    }
  };
  const open = (event) => {
    event.preventDefault();
    if (palette.open) return;
    document.getElementById("side").hidePopover?.();
    palette.showModal();
    field.select();
    goes = false;
    ask();
  };
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") open(event);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) open(event);
    if (event.target === palette) palette.close();
  });
  field.addEventListener("input", () => {
    isStale = true;
    asked?.abort(); // else an answer to other words would be gone to
    clearTimeout(timer);
    timer = setTimeout(ask, 180);
  });
  palette.addEventListener("keydown", (event) => {
    const links = [...results.querySelectorAll("a")];
    const stops = [field, ...links];
    const here = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault(); // the field would only be emptied
      palette.close();
    } else if (step) {
      event.preventDefault();
      stops[(here + step + stops.length) % stops.length].focus();
    } else if (event.key === "Enter" && document.activeElement === field) {
      event.preventDefault();
      if (isStale) goes = true;
      else go();
    }
  });
}

// A form is sent once, however often its button is clicked; not so a download.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (event.submitter?.hasAttribute("data-repeat")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// What a passkey went wrong with is said where its button is.
document.addEventListener("allauth.error", (event) => {
  const note = document.getElementById("passkey-problem");
  if (!note) return;
  event.preventDefault();
  const { name } = event.detail.exception;
  note.querySelector("span").textContent =
    name === "NotAllowedError"
      ? "The device said no, or it took too long. Try again."
      : name === "InvalidStateError"
        ? "This device has a passkey of yours already."
        : name === "SecurityError"
          ? "The browser knows no passkeys at this address: it has to be a name with https, or localhost."
          : "This did not work: is there a device with a passkey?";
  note.hidden = false;
});
