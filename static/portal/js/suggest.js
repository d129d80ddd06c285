// Shows who is meant while a name is typed; without it the form finds the same people.
const PAUSE = 250;
const LEAST = 2;

function line(neighbor) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = neighbor.url;
  const name = document.createElement("span");
  name.textContent = neighbor.name;
  const street = document.createElement("span");
  street.className = "meta";
  street.textContent = neighbor.street;
  link.append(name, street);
  item.append(link);
  return item;
}

export function attach(root) {
  for (const form of root.querySelectorAll("[data-suggest]")) {
    if (form.dataset.attached) continue;
    form.dataset.attached = "yes";
    const input = form.querySelector("input[name=q]");
    const list = form.querySelector("[data-suggest-list]");
    const status = form.querySelector("[data-suggest-status]");
    let waiting;
    let asked = "";

    const show = async () => {
      const typed = input.value.trim();
      asked = typed;
      if (typed.length < LEAST) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`);
      if (!answer.ok || asked !== typed) return;
      const { results } = await answer.json();
      list.replaceChildren(...results.map(line));
      status.textContent = results.length
        ? form.dataset.found.replace("{n}", results.length)
        : form.dataset.none;
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => show().catch(() => {}), PAUSE);
    });
  }
}
