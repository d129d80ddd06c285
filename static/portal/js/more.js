// The "more" menu of a card in a list. It is fetched from the post's own page when somebody asks for
// it, so that twenty cards need not carry twenty menus; without JavaScript that page has it.
async function open(button, url) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const menu = page.getElementById("more");
    menu.removeAttribute("id");
    button.replaceWith(menu);
    menu.open = true;
    menu.querySelector("summary").focus();
    menu.dispatchEvent(new CustomEvent("portal:content", { bubbles: true }));
  } catch {
    window.location.assign(`${url}#more`);
  }
}

function dots(card) {
  const svg = card.querySelector("svg use").parentNode.cloneNode(true);
  const use = svg.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#dots`);
  return svg;
}

export function attach(root) {
  for (const card of root.querySelectorAll("[data-more]")) {
    const link = card.querySelector("h2 a, a.act");
    if (card.dataset.attached || !link) continue;
    const url = link.href.split("#")[0];
    card.dataset.attached = "yes";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "menu__button";
    button.setAttribute("aria-label", `${document.body.dataset.moreLabel}: ${link.textContent}`);
    button.append(dots(card));
    button.addEventListener("click", () => open(button, url));
    card.querySelector("header").append(button);
  }
}
