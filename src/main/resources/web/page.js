// The status page: asks the API every few seconds and shows what it says. What is chosen stands in the address.
import * as status from "./status.js";
import * as table from "./table.js";
import { byId, clock, count, element, now, put, visible, words } from "./text.js";

const PERIOD = 5_000;
const PAGE = 100;
const FIELDS = ["q", "image", "state", "namespace", "registry", "group", "sort"];

const form = byId("filter");
let offset = 0;
let asked = 0;
let timer;
let lastAnswer = 0;
let linked = new URLSearchParams(location.search).has("image");

function chosen() {
  const query = new URLSearchParams();
  FIELDS.forEach((name) => {
    const value = form.elements.namedItem(name).value;
    if (value) query.set(name, value);
  });
  return query;
}

// The address asks for what there is not.
class Refused extends Error {}

async function get(path) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PERIOD * 2) });
  if (answer.status === 400) throw new Refused((await answer.text()).trim());
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

async function load() {
  clearTimeout(timer);
  const turn = ++asked;
  const query = chosen();
  const csv = new URLSearchParams(query);
  if (offset) query.set("offset", offset);
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  if (!query.has("sort")) query.set("sort", "impact");
  if (!csv.has("sort")) csv.set("sort", "impact");
  byId("csv").href = `api/v1/images.csv?${csv}`;
  query.set("limit", PAGE);
  try {
    const [page, report] = await Promise.all([get(`api/v1/images?${query}`), get("api/v1/status")]);
    if (turn !== asked) return;
    if (page.images.length === 0 && page.total > 0) {
      // Rows have gone, and this page with them.
      offset = Math.floor((page.total - 1) / PAGE) * PAGE;
      load();
      return;
    }
    show(page, report);
    lastAnswer = now();
    byId("problem").hidden = true;
  } catch (error) {
    if (turn !== asked) return;
    if (error instanceof Refused) {
      byId("state").value = "";
      offset = 0;
    }
    const since = lastAnswer ? `; what you see is from ${clock(lastAnswer)}` : "";
    put(byId("problem"), error instanceof Refused ? `The link cannot be followed: ${error.message}.` : `Pullcheck does not answer (${error.message})${since}.`);
    byId("problem").hidden = false;
  }
  timer = setTimeout(load, PERIOD);
}

function show(page, report) {
  status.show(report);
  summarise(page, report);
  chips(page);
  options(byId("namespace"), page.namespaces);
  options(byId("registry"), page.registries);
  table.showSort(byId("sort").value);
  table.show(page, byId("group").value, linked && page.total === 1);
  linked = false;
  nothing(page, report);
  pages(page);
}

function summarise({ counts }, { totals, cluster }) {
  const { images, unavailable, unchecked } = totals;
  const said = [];
  if (images) said.push(unavailable ? `${unavailable.toLocaleString("en")} of ${count(images, "image")} unavailable` : `no image of ${images.toLocaleString("en")} unavailable`);
  if (unchecked) said.push(`${unchecked.toLocaleString("en")} not checked yet`);
  const filtered = Object.values(counts).reduce((all, each) => all + each, 0);
  if (filtered !== images && images) said.push(`${filtered.toLocaleString("en")} match the filter`);
  put(byId("summary"), said.join(", "));
  const title = [cluster && visible(cluster), "Pullcheck"].filter(Boolean).join(" – ");
  document.title = unavailable ? `(${unavailable}) ${title}` : title;
}

function chips({ counts, states }) {
  const group = byId("chips");
  const selected = byId("state").value;
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const wanted = [["", all], ...states.map((state) => [state, counts[state] ?? 0])].filter(([state, number]) => number > 0 || state === selected || state === "");
  const key = wanted.map(([state]) => state).join(" ");
  if (group.dataset.key !== key) {
    const focused = document.activeElement?.dataset?.state;
    group.dataset.key = key;
    group.replaceChildren(...wanted.map(([state]) => chip(state)));
    if (focused !== undefined) [...group.children].find((each) => each.dataset.state === focused)?.focus();
  }
  wanted.forEach(([state, number], index) => {
    const button = group.children[index];
    button.setAttribute("aria-pressed", state === selected);
    put(button.querySelector(".count"), number.toLocaleString("en"));
  });
}

function chip(state) {
  const button = element("button", "chip");
  button.type = "button";
  button.dataset.state = state;
  button.append(element("span", "count"), " ", element("span", "", state ? words(state) : "all"));
  button.addEventListener("click", () => {
    byId("state").value = byId("state").value === state ? "" : state;
    choose();
  });
  return button;
}

function options(select, values) {
  const known = [...select.options].slice(1).map((option) => option.value);
  const value = select.value;
  const all = value && !values.includes(value) ? [...values, value] : values;
  if (known.join("\n") === all.join("\n")) return;
  select.replaceChildren(select.options[0], ...all.map((each) => new Option(visible(each), each)));
  select.value = value;
}

function nothing({ total }, { synced, totals }) {
  const none = byId("none");
  none.hidden = total > 0;
  byId("images").hidden = total === 0;
  byId("chips").hidden = totals.images === 0;
  if (totals.images > 0) put(none, "No image matches the filter.");
  else if (synced) put(none, "No workload of this cluster has an image that Pullcheck checks. Which ones it looks at, --namespaces, --kinds and --allowed-images say.");
  else put(none, "The workloads of the cluster are being read.");
}

function pages({ total, images }) {
  const filter = byId("image").value;
  byId("image-filter").hidden = !filter;
  put(byId("image-filter"), `image contains “${visible(filter)}” ×`);
  byId("image-filter").setAttribute("aria-label", `Remove the filter: image contains ${visible(filter)}`);
  const last = offset + images.length;
  put(byId("range"), total > images.length ? `${(offset + 1).toLocaleString("en")}–${last.toLocaleString("en")} of ${count(total, "row")}` : count(total, "row"));
  byId("pager").hidden = total <= PAGE;
  byId("previous").disabled = offset === 0;
  byId("next").disabled = last >= total;
  const active = ["q", "namespace", "registry", "group", "sort", "image"].filter((name) => form.elements.namedItem(name).value).length;
  put(byId("filter-toggle"), active ? `Filter (${active})` : "Filter");
}

function choose() {
  offset = 0;
  load();
}

function turn(by) {
  offset = Math.max(0, offset + by * PAGE);
  load();
  byId("images").focus({ preventScroll: true });
  byId("above").scrollIntoView({ block: "start" });
}

// Once as the column is read, then the reverse, then back to what hurts most.
function sorted(by) {
  const sort = byId("sort");
  sort.value = sort.value === by ? `-${by}` : sort.value === `-${by}` ? "" : by;
  choose();
}

async function check(image, say) {
  say("Asking…");
  try {
    const answer = await fetch(`api/v1/images/check?${new URLSearchParams({ image })}`, {
      method: "POST",
      headers: { "X-Pullcheck": "check" },
      signal: AbortSignal.timeout(PERIOD * 2),
    });
    say(answer.ok ? "It is checked next; the result appears here." : (await answer.text()).trim());
    setTimeout(load, 1_000);
  } catch (error) {
    say(`Pullcheck does not answer (${error.message}).`);
  }
}

let typing;
form.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(choose, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
byId("image-filter").addEventListener("click", () => {
  byId("image").value = "";
  byId("q").focus();
  choose();
});
byId("filter-toggle").addEventListener("click", ({ currentTarget }) => {
  const open = currentTarget.getAttribute("aria-expanded") !== "true";
  currentTarget.setAttribute("aria-expanded", open);
  form.classList.toggle("shown", open);
});
byId("previous").addEventListener("click", () => turn(-1));
byId("next").addEventListener("click", () => turn(1));
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : load()));
table.begin({ sorted, check });

// A link may carry what is chosen; its values are offered before the first answer.
const link = new URLSearchParams(location.search);
FIELDS.forEach((name) => {
  const value = link.get(name);
  const field = form.elements.namedItem(name);
  if (!value) return;
  if (name === "namespace" || name === "registry") field.add(new Option(visible(value), value));
  field.value = value;
});
offset = Math.min(Math.max(0, Number.parseInt(link.get("offset") ?? "0", 10) || 0), 2_147_483_647);
load();
