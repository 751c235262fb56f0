// The table: a row an image, which opens.
import { age, arrange, byId, clock, command, count, element, full, next, put, visible, words, workload } from "./text.js";

const table = byId("images");
const rows = new Map();
const bodies = new Map();
let open = new Map();
let onCheck = () => {};

// Of longer names a row may show only the beginning.
const WHOLE = 50;

const copyOf = (template) => byId(template).content.firstElementChild.cloneNode(true);

// Said outright: on a phone the rows are laid out as blocks, and some browsers then take them for no table.
function role(node, name) {
  node.setAttribute("role", name);
  return node;
}

function split(image) {
  const slash = image.indexOf("/");
  const host = slash > 0 && /[.:]/.test(image.slice(0, slash)) ? image.slice(0, slash + 1) : "";
  return [host, image.slice(host.length)];
}

const keyOf = (image) => `${image.group ?? ""} ${image.key}`;

function made(key) {
  const row = { key, line: copyOf("row"), detail: null, image: null };
  const button = row.line.querySelector(".open");
  row.line.addEventListener("click", (event) => {
    if (!event.target.closest("a") && getSelection().isCollapsed) toggle(row);
  });
  button.id = `row-${rows.size}-${Math.random().toString(36).slice(2)}`;
  return row;
}

function toggle(row) {
  if (open.has(row.key)) open.delete(row.key);
  else open.set(row.key, row.image.image);
  fill(row);
  const body = row.line.parentElement;
  if (row.detail && body) {
    if (open.has(row.key)) row.line.after(row.detail);
    else row.detail.remove();
  }
}

function fill(row) {
  const { image, line } = row;
  const part = (name) => line.querySelector(name);
  line.dataset.state = image.state;
  put(part(".word"), words(image.state));
  const [host, name] = split(visible(image.image));
  put(part(".host"), host);
  put(part(".name"), name);
  const first = image.workloads[0];
  put(part(".first"), first ? workload(first) : "");
  put(part(".more"), image.dependents > 1 ? `+${(image.dependents - 1).toLocaleString("en")}` : "");
  put(part(".reason"), image.summary ?? (image.moved ? `tag pushed again: ${count(image.moved.pods, "pod runs", "pods run")} something else` : ""));
  put(part(".since"), image.since ? `${clock(image.since)} · ${age(image.since)}` : "");
  part(".since").title = image.since ? full(image.since) : "";
  const opened = open.has(row.key);
  const button = part(".open");
  button.setAttribute("aria-expanded", opened);
  if (opened) {
    row.detail ??= madeDetail(row);
    button.setAttribute("aria-controls", row.detail.id);
    fillDetail(row);
  } else {
    button.removeAttribute("aria-controls");
  }
}

function madeDetail(row) {
  const detail = copyOf("detail");
  detail.id = `${row.line.querySelector(".open").id}-detail`;
  const said = detail.querySelector(".said");
  detail.querySelector(".check").addEventListener("click", () => onCheck(row.image.image, (text) => put(said, text)));
  detail.querySelector(".copy-image").addEventListener("click", () => copy(visible(row.image.image), said));
  detail.querySelector(".copy-command").addEventListener("click", () => copy(command(row.image.workloads[0]), said));
  return detail;
}

function fillDetail({ image, detail }) {
  const part = (name) => detail.querySelector(name);
  const at = (instant) => (instant ? `${full(instant)} (${age(instant)} ago)` : "–");
  detail.dataset.state = image.state;
  const name = visible(image.image);
  put(part(".full"), name.length > WHOLE ? name : "");
  put(part(".what"), image.summary ? `${image.summary}${image.detail ? `: ${visible(image.detail)}` : ""} (${image.reason})` : "");
  put(part(".advice"), image.advice ?? "");
  put(part(".moved"), moved(image.moved));
  fillRescues(part(".rescues"), image.rescues, part(".said"));
  put(part(".replicas"), image.replicas.toLocaleString("en"));
  part(".runs").hidden = !image.running;
  put(part(".running"), image.running ? `${count(image.running.pods, "pod")} on ${count(image.running.nodes, "node")}` : "");
  put(part(".since"), at(image.since));
  put(part(".last"), at(image.lastCheck));
  put(part(".next"), next(image.nextCheck));
  put(part(".registry"), visible(image.registry) || "–");
  put(part(".command"), command(image.workloads[0]));
  put(part("h2"), `Used by ${count(image.uses, "container")} of ${count(image.dependents, "workload")}`);
  const lines = image.workloads.map((use) => [`${workload(use)}, ${containerOf(use)}`, use.path]);
  if (image.uses > lines.length) lines.push([`and ${count(image.uses - lines.length, "more container", "more containers")}`, ""]);
  const list = part(".users");
  if (list.dataset.lines !== JSON.stringify(lines)) {
    list.dataset.lines = JSON.stringify(lines);
    list.replaceChildren(...lines.map(([text, path]) => userLine(text, path)));
  }
}

const moved = (tag) =>
  tag ? `The tag was pushed again: ${count(tag.pods, "pod runs", "pods run")} ${tag.running}, and the next one runs ${tag.digest}.` : "";

function fillRescues(list, rescues, said) {
  if (list.dataset.lines === JSON.stringify(rescues)) return;
  list.dataset.lines = JSON.stringify(rescues);
  list.replaceChildren(
    ...rescues.map(({ text, command: line }) => {
      const button = element("button", "", "Copy");
      button.type = "button";
      button.addEventListener("click", () => copy(line, said));
      const item = element("li", "", `${text} `);
      item.append(element("code", "way", line), " ", button);
      return item;
    }),
  );
}

function userLine(text, path) {
  const item = element("li", "", text);
  if (path) item.append(" ", element("code", "path", visible(path)));
  return item;
}

function containerOf({ container, path }) {
  if (container.startsWith("volume:")) return `image volume ${visible(container.slice("volume:".length))}`;
  const kind = path.includes("initContainers[") ? "init container" : path.includes("ephemeralContainers[") ? "ephemeral container" : "container";
  return `${kind} ${visible(container)}`;
}

async function copy(text, said) {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyByHand(text);
    put(said, "Copied.");
  } catch {
    put(said, "The browser does not let this page copy; select the text.");
  }
}

// Over plain HTTP, except from this machine, there is no clipboard.
function copyByHand(text) {
  const area = element("textarea", "unseen");
  area.value = text;
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  if (!done) throw new Error("refused");
}

function groupLine(body, { name, total, unavailable }, by) {
  const head = body.querySelector(".group") ?? body.appendChild(madeGroup());
  const shown = name === "" ? "no valid registry" : by === "workload" ? shortWorkload(name) : name;
  put(head.querySelector(".group-name"), visible(shown));
  put(head.querySelector(".group-count"), unavailable ? `${unavailable.toLocaleString("en")} of ${count(total, "image")} unavailable` : count(total, "image"));
  return head;
}

function shortWorkload(name) {
  const [namespace, kind, ...rest] = name.split("/");
  const known = { deployment: "Deployment", statefulset: "StatefulSet", daemonset: "DaemonSet", cronjob: "CronJob", job: "Job", pod: "Pod", replicaset: "ReplicaSet", replicationcontroller: "ReplicationController" };
  return workload({ namespace, kind: known[kind] ?? kind, name: rest.join("/") });
}

function madeGroup() {
  const line = role(element("tr", "group"), "row");
  const head = role(element("th"), "columnheader");
  head.scope = "colgroup";
  head.colSpan = 5;
  head.append(element("span", "group-name"), " ", element("span", "group-count"));
  line.append(head);
  return line;
}

// An image whose state has changed while its row was open stays open.
function keepOpen(images) {
  const there = new Set(images.map(keyOf));
  const lost = new Set([...open].filter(([key]) => !there.has(key)).map(([, image]) => image));
  open = new Map([...open].filter(([key]) => there.has(key)));
  images.filter((image) => !rows.has(keyOf(image)) && lost.delete(image.image)).forEach((image) => open.set(keyOf(image), image.image));
}

export function show({ images, groups }, by, openAll) {
  keepOpen(images);
  if (openAll) images.forEach((image) => open.set(keyOf(image), image.image));
  const used = new Set();
  const lines = new Map();
  for (const image of images) {
    const key = keyOf(image);
    used.add(key);
    const row = rows.get(key) ?? made(key);
    rows.set(key, row);
    row.image = image;
    fill(row);
    const group = image.group ?? "";
    if (!lines.has(group)) lines.set(group, []);
    lines.get(group).push(row.line, ...(open.has(key) ? [row.detail] : []));
  }
  [...rows.keys()].filter((key) => !used.has(key)).forEach((key) => rows.delete(key));
  const known = new Map(groups.map((group) => [group.name, group]));
  const wanted = [...lines].map(([name, parts]) => {
    const body = bodies.get(name) ?? role(element("tbody"), "rowgroup");
    bodies.set(name, body);
    arrange(body, by ? [groupLine(body, known.get(name) ?? { name, total: parts.length, unavailable: 0 }, by), ...parts] : parts);
    return body;
  });
  [...bodies.keys()].filter((name) => !lines.has(name)).forEach((name) => bodies.delete(name));
  arrange(table, [table.caption, table.tHead, ...wanted]);
}

export function showSort(sort) {
  table.tHead.querySelectorAll("button").forEach((button) => {
    const header = button.parentElement;
    if (sort === button.dataset.sort) header.setAttribute("aria-sort", "ascending");
    else if (sort === `-${button.dataset.sort}`) header.setAttribute("aria-sort", "descending");
    else header.removeAttribute("aria-sort");
  });
}

export function begin({ sorted, check }) {
  onCheck = check;
  table.tHead.addEventListener("click", (event) => {
    const by = event.target.closest("button")?.dataset.sort;
    if (by) sorted(by);
  });
}
