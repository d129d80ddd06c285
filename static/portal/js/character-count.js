// Says how many characters are left; aloud only when someone pauses.
export function attach(root) {
  for (const field of root.querySelectorAll("[data-character-count]")) {
    const input = field.querySelector("textarea, input");
    if (!input || field.dataset.attached) continue;
    field.dataset.attached = "yes";
    const limit = Number(field.dataset.characterCount);
    const shown = document.createElement("p");
    shown.className = "character-count";
    shown.setAttribute("aria-hidden", "true");
    const spoken = document.createElement("p");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    field.append(shown, spoken);
    // A person may paste too much and shorten it: the server refuses, the field does not cut.
    input.removeAttribute("maxlength");
    let pause;
    const update = () => {
      const left = limit - [...input.value].length;
      const words = left < 0 ? field.dataset.over : field.dataset.left;
      shown.textContent = words.replace("{n}", Math.abs(left));
      shown.classList.toggle("character-count--over", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => {
        if (left < limit / 5) spoken.textContent = shown.textContent;
      }, 1200);
    };
    input.addEventListener("input", update);
    update();
  }
}
