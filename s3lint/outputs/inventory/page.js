"use strict";
(() => {
  const form = document.getElementById("filters");
  const table = document.querySelector("#buckets table");
  const bodies = [...table.tBodies];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const [search, reach, findings, open, shown] = ["search", "reach", "findings", "open", "shown"].map((id) => document.getElementById(id));
  const texts = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));
  const places = new Map(bodies.map((body, index) => [body, index]));

  const has = (body, name, word) => word === "" || body.dataset[name].split(" ").includes(word);
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const body of bodies) {
      const fits = words.every((word) => texts.get(body).includes(word))
        && has(body, "reach", reach.value) && has(body, "findings", findings.value)
        && (!open.checked || body.dataset.open !== undefined);
      body.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${bodies.length} buckets shown`;
  };

  const key = (body, column) => {
    const cell = body.rows[0].cells[column];
    return cell.dataset.sort ?? cell.textContent;
  };
  const sort = (column) => {
    const ascending = heads[column].getAttribute("aria-sort") !== "ascending";
    heads.forEach((head, index) => head.setAttribute("aria-sort", index === column ? (ascending ? "ascending" : "descending") : "none"));
    const sign = ascending ? 1 : -1;
    const sorted = [...bodies].sort((one, other) =>
      sign * collator.compare(key(one, column), key(other, column)) || places.get(one) - places.get(other));
    table.append(...sorted);
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => sort(column)));
  const button = document.getElementById("open-all");
  const details = table.getElementsByTagName("details");
  button.addEventListener("click", () => {
    const opens = [...details].some((one) => !one.open);
    for (const one of details) one.open = opens;
    button.textContent = opens ? "Close all details" : "Open all details";
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...details].filter((one) => !one.open);
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
  filter();
})();
