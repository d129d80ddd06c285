// Fetches a behaviour's module when the page has an element for it. Modules attach through
// attach(root), which must be safe to call again: lists that grow announce "portal:content".
const modules = [...document.querySelectorAll('meta[name="portal-module"]')];

async function look(root) {
  for (const { content, dataset } of modules) {
    if (root.querySelector(dataset.for)) {
      const module = await import(content);
      module.attach(root);
    }
  }
}

document.addEventListener("portal:content", (event) => look(event.target));
look(document);

// A draft that was sent is forgotten once another page shows; not on the sign-in page, where one
// lands when the session has run out and nothing arrived.
try {
  const sent = sessionStorage.getItem("draft-sent");
  if (sent && !document.querySelector("form[data-autosave], input[type=password]")) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }
} catch {
  // Storage is blocked: then there is nothing to forget.
}
