// Shares through the phone's own menu where there is one, else copies the address.
export function attach(root) {
  for (const button of root.querySelectorAll("[data-copy-link]")) {
    if (button.dataset.attached || !navigator.clipboard) continue;
    button.dataset.attached = "yes";
    button.hidden = false;
    const label = button.querySelector("span");
    const words = label.textContent;
    label.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copyLink);
      label.textContent = button.dataset.copied;
      setTimeout(() => {
        label.textContent = words;
      }, 3000);
    });
  }
}
