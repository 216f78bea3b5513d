/** Filtering and opening; without it the page is complete, only longer. Plain text, because it is written into the page as it is. */
export const script = `
(() => {
  const form = document.querySelector("form.filters");
  const cards = [...document.querySelectorAll("details.card")];
  const open = () => {
    const target = [...cards, ...document.querySelectorAll(".cause")].find((one) => one.id && "#" + encodeURIComponent(one.id) === location.hash);
    if (!target) return;
    target.closest("details.card").open = true;
    (target.querySelector(":scope > summary") || target).focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", open);
  open();
  if (!form) return;
  form.hidden = false;
  const search = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const toggle = document.getElementById("toggle");
  const sum = (some) => some.reduce((total, card) => total + Number(card.dataset.findings), 0);
  const texts = cards.map((card) => [...card.querySelectorAll(":scope > summary, .cause > h4")].map((one) => one.textContent).join(" ").toLowerCase());
  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const classes = new Set([...form.querySelectorAll("input[name=class]:checked")].map((box) => box.value));
    cards.forEach((card, index) => {
      const visible = classes.has(card.dataset.class) && words.every((word) => texts[index].includes(word));
      card.hidden = !visible;
    });
    document.querySelectorAll("section.class").forEach((section) => { section.hidden = !section.querySelector("details.card:not([hidden])"); });
    const visible = cards.filter((card) => !card.hidden);
    shown.textContent = visible.length === cards.length ? "" : sum(visible) + " of " + sum(cards) + " findings shown";
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  toggle.addEventListener("click", () => {
    const opening = toggle.textContent === "Open all";
    cards.forEach((card) => { if (!card.hidden) card.open = opening; });
    toggle.textContent = opening ? "Close all" : "Open all";
  });
})();
`;
