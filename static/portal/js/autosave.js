// Keeps what is being typed: in this window at once, on the server every few seconds. In this window
// only (sessionStorage): the next person at a shared device must not find it.
const EVERY = 5000;
const SKIP = new Set(["csrfmiddlewaretoken", "password"]);

function values(form) {
  const data = new FormData(form);
  const kept = {};
  for (const [name, value] of data) {
    if (typeof value !== "string" || SKIP.has(name)) continue;
    kept[name] = name in kept ? [].concat(kept[name], value) : value;
  }
  return kept;
}

function restore(form, kept) {
  for (const field of form.elements) {
    if (!field.name || !(field.name in kept) || field.type === "hidden") continue;
    const wanted = [].concat(kept[field.name]);
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else if (field.type !== "file" && !field.value) [field.value] = wanted;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // Blocked by the browser: the server still keeps the draft.
  }
}

export function attach(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (form.dataset.autosaved) continue;
    form.dataset.autosaved = "yes";
    const url = form.dataset.autosave;
    const key = `draft:${url}`;
    const store = storage();
    const status = form.querySelector("[data-autosave-status]");
    let last = JSON.stringify(values(form));
    let timer;
    let isSent = false;

    const say = (words) => {
      if (status) status.textContent = words;
    };

    const save = async () => {
      const now = JSON.stringify(values(form));
      // What is on its way is no draft any more: saved now, it would come back after it was sent.
      if (isSent || now === last) return;
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      try {
        const answer = await fetch(url, { method: "POST", body: data, redirect: "manual", keepalive: true });
        if (!answer.ok) throw new Error(String(answer.status));
        last = now;
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        say(form.dataset.saved.replace("{time}", time));
      } catch {
        say(form.dataset.unsaved);
      }
    };

    const kept = store && store.getItem(key);
    if (kept && !form.querySelector("[aria-invalid]")) {
      try {
        restore(form, JSON.parse(kept));
      } catch {
        store.removeItem(key);
      }
    }

    form.addEventListener("input", () => {
      if (store) store.setItem(key, JSON.stringify(values(form)));
      clearTimeout(timer);
      timer = setTimeout(save, EVERY);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      isSent = true;
      // portal.js forgets it on the next page, unless that is this form again or the sign-in page.
      if (store) store.setItem("draft-sent", key);
    });
    window.addEventListener("pageshow", () => {
      isSent = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save();
    });
  }
}
