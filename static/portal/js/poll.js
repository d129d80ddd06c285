// Says that there are new posts; it never moves what someone is reading.
export function attach(root) {
  for (const box of root.querySelectorAll("[data-poll]")) {
    if (box.dataset.attached) continue;
    box.dataset.attached = "yes";
    const link = box.querySelector("a");
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const { new: count } = await answer.json();
        box.hidden = !count;
        if (count) link.textContent = count === 1 ? box.dataset.one : box.dataset.many.replace("{n}", count);
      } catch {
        // No line just now; the next round asks again.
      }
    };
    setInterval(ask, Math.max(20, Number(box.dataset.seconds) || 60) * 1000);
  }
}
