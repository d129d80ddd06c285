// Puts the focus on the summary of what is wrong, and on a field when its link is followed.
export function attach(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary || summary.dataset.attached) return;
  summary.dataset.attached = "yes";
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (label || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
