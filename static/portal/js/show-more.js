// Adds the next page of a list below it; the page and the focus stay where they are.
export function attach(root) {
  for (const link of root.querySelectorAll("[data-show-more]")) {
    if (link.dataset.attached) continue;
    link.dataset.attached = "yes";
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const list = document.getElementById(link.dataset.showMore);
      const nav = link.closest("nav");
      link.setAttribute("aria-disabled", "true");
      try {
        const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const more = page.getElementById(link.dataset.showMore);
        const first = more.firstElementChild;
        list.append(...more.children);
        const next = page.querySelector("[data-show-more]");
        if (next) {
          link.href = next.getAttribute("href");
          link.removeAttribute("aria-disabled");
        } else {
          nav.remove();
        }
        list.dispatchEvent(new CustomEvent("portal:content", { bubbles: true }));
        if (first) {
          const target = first.querySelector("a, button") || first;
          target.focus({ preventScroll: true });
        }
      } catch {
        window.location.assign(link.href);
      }
    });
  }
}
