// Counts the seconds in which a sending can still be stopped, then shows the screen as it is now.
const hold = document.querySelector("[data-hold]");
const words = hold?.querySelector("[data-hold-seconds]");
const end = Date.now() + Number(hold?.dataset.hold ?? 0) * 1000;

const timer = setInterval(() => {
  const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
  if (words) words.textContent = String(left);
  if (left === 0) {
    clearInterval(timer);
    window.location.reload();
  }
}, 1000);
