// A second tap on a slow line must not send a form twice.
export function attach(root) {
  for (const form of root.querySelectorAll("form[data-submit-once]")) {
    if (form.dataset.once) continue;
    form.dataset.once = "yes";
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      // Not "disabled": a disabled button's name would be missing from what is sent.
      for (const button of form.querySelectorAll("button:not([type=button])")) {
        button.setAttribute("aria-disabled", "true");
      }
    });
    const allow = () => {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    };
    // The back button brings the page as it was left; a request that got lost may be tried again.
    window.addEventListener("pageshow", allow);
    form.addEventListener("submit", () => setTimeout(allow, 15000));
  }
}
