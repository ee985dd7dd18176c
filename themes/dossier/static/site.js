// Nothing here is needed to read: it copies the addresses of passages, and tells readers of a text's age.
(() => {
  "use strict";
  const copied = document.currentScript.dataset.copied;

  function say(link, words) {
    const note = document.createElement("span");
    note.className = "copied";
    note.setAttribute("role", "status");
    link.after(note);
    note.textContent = words;
    setTimeout(() => note.remove(), 2000);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.passage");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // The link is followed too, so that the passage is marked and the address bar shows it.
    navigator.clipboard.writeText(link.href).then(() => say(link, copied), () => {});
  });

  for (const notice of document.querySelectorAll(".stale[data-since]")) {
    notice.hidden = new Date().toISOString().slice(0, 10) < notice.dataset.since;
  }
})();
