// Fetches a behaviour's module when the page has an element for it. Modules attach through
// attach(root), which must be safe to call again: lists that grow announce "portal:content".
const behaviors = {
  "[data-error-summary]": () => import("./error-summary.js"),
  "[data-character-count]": () => import("./character-count.js"),
  "[data-autosave]": () => import("./autosave.js"),
  "[data-photo-input]": () => import("./photo-input.js"),
  "[data-show-more]": () => import("./show-more.js"),
  "[data-undo]": () => import("./undo.js"),
  "[data-confirm]": () => import("./confirm.js"),
  "[data-copy-link]": () => import("./copy-link.js"),
  "[data-submit-once]": () => import("./submit-once.js"),
  "[data-menu]": () => import("./menu.js"),
  "[data-more]": () => import("./more.js"),
  "[data-poll]": () => import("./poll.js"),
};

async function look(root) {
  const wanted = Object.entries(behaviors).filter(([selector]) => root.querySelector(selector));
  for (const module of await Promise.all(wanted.map(([, load]) => load()))) module.attach(root);
}

document.addEventListener("portal:content", (event) => look(event.target.parentNode));
look(document).then(() => {
  document.documentElement.dataset.ready = "yes";
});

// A draft that was sent is forgotten once another page shows; not on the sign-in page, where one
// lands when the session has run out, and not on an error page: nothing arrived. Where the page has
// such a form again, it is forgotten when the page says that all went well.
try {
  const sent = sessionStorage.getItem("draft-sent");
  const has = (what) => document.querySelector(what) !== null;
  const isKept = has("form[data-autosave]") && !has(".messages .utrecht-alert--ok");
  if (sent && !isKept && !has("input[type=password], .error-page")) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }
} catch {
  // Storage is blocked: then there is nothing to forget.
}
