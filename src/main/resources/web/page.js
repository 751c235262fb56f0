// The status page: asks /api/v1/images every few seconds and shows what it says; text only ever becomes text nodes.
const PERIOD = 5_000;
const PAGE = 100;

const byId = (id) => document.getElementById(id);
const form = byId("filter");
const list = byId("images");
let shown = PAGE;
let asked = 0;
let timer;

const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

function relative(instant) {
  if (!instant) return "–";
  const seconds = (Date.parse(instant) - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return ago.format(Math.round(seconds / size), unit);
}

function time(parent, instant) {
  parent.textContent = relative(instant);
  if (instant) parent.title = new Date(instant).toLocaleString();
}

function card(key) {
  const item = byId("image").content.firstElementChild.cloneNode(true);
  item.dataset.key = key;
  return item;
}

function fill(item, image) {
  const part = (name) => item.querySelector(name);
  const article = part("article");
  article.className = image.state;
  part(".state").textContent = image.state.replaceAll("_", " ");
  part(".name").textContent = image.image;
  part(".reason").textContent = image.summary ? `${image.summary}${image.detail ? `: ${image.detail}` : ""}` : "";
  part(".advice").textContent = image.advice ?? "";
  time(part(".since"), image.since);
  time(part(".last"), image.lastCheck);
  time(part(".next"), image.nextCheck);
  const count = image.uses;
  part("summary").textContent = count === 1 ? "1 workload" : `${count} workloads`;
  part(".workloads").replaceChildren(...image.workloads.map(workload));
}

function workload({ namespace, kind, name, container, path }) {
  const item = document.createElement("li");
  item.textContent = `${namespace}/${name} (${kind}), container ${container}, ${path}`;
  return item;
}

// Cards are kept by key, so that an opened one stays open and the focus stays where it is.
function show({ images, total }) {
  const old = new Map([...list.children].map((item) => [item.dataset.key, item]));
  const items = images.map((image) => {
    const key = image.key;
    const item = old.get(key) ?? card(key);
    fill(item, image);
    old.delete(key);
    return item;
  });
  old.forEach((item) => item.remove());
  items.forEach((item, index) => {
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
  });
  byId("none").hidden = images.length > 0;
  byId("more").hidden = images.length >= total;
}

function options(select, values) {
  const known = [...select.options].slice(1).map((option) => option.value);
  if (known.join("\n") === values.join("\n")) return;
  const chosen = select.value;
  const all = chosen && !values.includes(chosen) ? [...values, chosen] : values;
  select.replaceChildren(select.options[0], ...all.map((value) => new Option(value.replaceAll("_", " "), value)));
  select.value = chosen;
}

function summarise({ counts, view }) {
  const unavailable = Object.entries(counts).filter(([state, count]) => count > 0 && state !== "available");
  const words = unavailable.map(([state, count]) => `${count} ${state.replaceAll("_", " ")}`);
  words.push(`${counts.available ?? 0} available`);
  byId("summary").textContent = words.join(", ") + (view ? ` (as seen by ${view})` : "");
  document.title = unavailable.length ? `(${unavailable.reduce((n, [, c]) => n + c, 0)}) Pullcheck` : "Pullcheck";
}

async function load() {
  clearTimeout(timer);
  const turn = ++asked;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  query.set("limit", shown);
  try {
    const answer = await fetch(`api/v1/images?${query}`, { cache: "no-store", signal: AbortSignal.timeout(PERIOD * 2) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const said = await answer.json();
    if (turn !== asked) return;
    summarise(said);
    options(byId("state"), said.states);
    options(byId("namespace"), said.namespaces);
    options(byId("registry"), said.registries);
    show(said);
    byId("problem").hidden = true;
  } catch (error) {
    if (turn !== asked) return;
    byId("problem").textContent = `Pullcheck does not answer (${error.message}); what you see may be old.`;
    byId("problem").hidden = false;
  }
  timer = setTimeout(load, PERIOD);
}

function filter() {
  shown = PAGE;
  load();
}

let typing;
form.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(filter, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  filter();
});
byId("more").addEventListener("click", () => {
  shown += PAGE;
  load();
});
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : load()));

// A link may carry a filter; its values are offered before the first answer.
new URLSearchParams(location.search).forEach((value, name) => {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLSelectElement) field.add(new Option(value, value));
  if (field) field.value = value;
});
load();
