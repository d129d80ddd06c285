// Asks once more before something that cannot be taken back at a glance.
let listening = false;

export function attach() {
  if (listening) return;
  listening = true;
  document.addEventListener(
    "click",
    (event) => {
      const element = event.target.closest("[data-confirm]");
      if (element && !window.confirm(element.dataset.confirm)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
}
