// A message with an undo button lies within reach of the thumb while it can still be undone.
const SHOWN = 10000;

export function attach(root) {
  for (const message of root.querySelectorAll("[data-undo]")) {
    if (message.dataset.attached) continue;
    message.dataset.attached = "yes";
    message.classList.add("toast");
    // Who reads slowly, or has the pointer or the focus on it, gets the time they need.
    let timer;
    const leave = () => message.classList.remove("toast");
    const start = () => {
      timer = setTimeout(leave, SHOWN);
    };
    const stop = () => clearTimeout(timer);
    message.addEventListener("pointerenter", stop);
    message.addEventListener("focusin", stop);
    message.addEventListener("pointerleave", start);
    message.addEventListener("focusout", start);
    start();
  }
}
