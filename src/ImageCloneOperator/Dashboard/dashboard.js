// Keeps an open page as the operator sees it; without it the page reloads now and then.
(() => {
  "use strict";
  const status = document.getElementById("live");
  const rows = (part) => [...part.children].map((row) => {
    const old = row.id && document.getElementById(row.id);
    return old && old.isEqualNode(row) ? old : row;
  });
  const place = (part) => {
    const old = document.getElementById(part.id);
    if (!old || old.isEqualNode(part)) return;
    if (old.querySelector("details[open]")) part.querySelector("details")?.setAttribute("open", "");
    if (part.id !== "backups" && part.id !== "policies") old.replaceWith(part);
    else old.replaceChildren(...rows(part));
  };
  const updates = new EventSource(location.href);
  updates.onopen = () => { status.textContent = "live"; };
  updates.onmessage = (event) => {
    const focused = document.activeElement.closest("[id]")?.id;
    const update = document.createElement("template");
    update.innerHTML = event.data;
    for (const part of [...update.content.children]) place(part);
    if (focused && document.activeElement === document.body) {
      document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
    }
  };
  updates.onerror = () => {
    status.textContent = "connecting";
    if (updates.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 15000);
  };
  document.querySelector("form")?.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT") event.currentTarget.requestSubmit();
  });
})();
