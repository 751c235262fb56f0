// What stands above the table: the cluster, the last day, registries in trouble, what has changed.
import { age, byId, clock, count, element, full, learnClock, now, put, span, visible, words } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;
const HEIGHT = 32;
const WIDTH = 288;

export function show(status) {
  learnClock(status.now);
  put(byId("cluster"), status.cluster ? visible(status.cluster) : "");
  facts(status);
  troubles(status.registries);
  changes(status.changes);
  sparkline(status);
}

function facts({ version, view, totals }) {
  const { images, unchecked, oldestCheck, newestCheck } = totals;
  const said = [];
  if (view) said.push(`verdicts of ${view}`);
  if (images && unchecked) said.push(`${(images - unchecked).toLocaleString("en")} of ${count(images, "image")} checked so far`);
  else if (oldestCheck) said.push(`all ${count(images, "image")} checked since ${clock(oldestCheck)}`);
  if (newestCheck) said.push(`last check ${age(newestCheck)} ago`);
  said.push(`shown at ${new Date(now()).toLocaleTimeString("en-GB")}`, `version ${version}`);
  put(byId("facts"), said.join(" · "));
}

function troubles(registries) {
  const list = byId("troubles");
  list.hidden = registries.length === 0;
  const lines = registries.slice(0, 5).map((each) => [each.registry, trouble(each)]);
  const more = registries.slice(5);
  if (more.length) lines.push(["", `${count(more.length, "more registry", "more registries")} cannot be asked: ${more.map(({ registry }) => visible(registry)).join(", ")}`]);
  if (list.dataset.lines === JSON.stringify(lines)) return;
  list.dataset.lines = JSON.stringify(lines);
  list.replaceChildren(...lines.map(banner));
}

function banner([registry, line]) {
  const item = element("li", "banner");
  if (registry) {
    const link = element("a", "", visible(registry));
    link.href = `?${new URLSearchParams({ registry })}`;
    item.append(link);
  }
  item.append(line);
  return item;
}

const bare = (summary) => summary.replace(/^not verified: /, "");

function trouble({ condition, since, until, summary, waiting }) {
  const when = since ? ` since ${clock(since)}` : until ? ` until ${clock(until)}` : "";
  const why = condition === "paused" ? " (it asked for fewer requests)" : summary ? ` (${bare(summary)})` : "";
  return ` ${condition}${when}, ${count(waiting, "image waits", "images wait")}${why}`;
}

const PLACES = new Intl.ListFormat("en", { type: "conjunction" });

function changes(list) {
  byId("changes").hidden = list.length === 0;
  if (list.length === 0) return;
  put(byId("newest"), `${clock(list[0].at)} ${sentence(list[0])}`);
  const lines = byId("change-list");
  const key = JSON.stringify(list);
  if (lines.dataset.key === key) return;
  lines.dataset.key = key;
  lines.replaceChildren(...list.map(changeLine));
}

function changeLine(change) {
  const line = element("li");
  const time = element("time", "", clock(change.at));
  time.dateTime = change.at;
  time.title = full(change.at);
  const link = element("a", "", sentence(change));
  link.href = change.count === 1 ? `?${new URLSearchParams({ image: change.images[0] })}` : `?${new URLSearchParams({ registry: change.registry, state: change.to })}`;
  line.append(time, " ", link);
  return line;
}

function sentence({ images, count: all, from, to, summary }) {
  const named = images.slice(0, 2).map(visible);
  if (all > named.length) named.push(`${(all - named.length).toLocaleString("en")} more`);
  return `${PLACES.format(named)}: ${words(from)} → ${words(to)}${summary ? ` (${bare(summary)})` : ""}`;
}

// A stair, as the number stays until it changes; where nothing was sampled, nothing is drawn.
function sparkline({ history, totals }) {
  const end = now();
  const points = history.unavailable.map((number, index) => [Date.parse(history.first) + index * history.seconds * 1000, number]);
  byId("day").hidden = points.length === 0;
  if (points.length === 0) return;
  points.push([end, totals.unavailable]);
  const most = Math.max(...points.map(([, number]) => number ?? 0));
  const x = (at) => Math.max(0, WIDTH * (1 - (end - at) / DAY)).toFixed(1);
  const y = (number) => (HEIGHT - 2 - (HEIGHT - 4) * (number / Math.max(1, most))).toFixed(1);
  let line = "";
  let area = "";
  points.forEach(([at, number], index) => {
    if (number === null) return;
    const until = points[index + 1]?.[0] ?? end;
    const before = points[index - 1]?.[1] ?? null;
    line += `${before === null ? "M" : "L"}${x(at)} ${y(number)}H${x(until)}`;
    area += `M${x(at)} ${HEIGHT}V${y(number)}H${x(until)}V${HEIGHT}Z`;
  });
  const path = (className, shape) => {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("class", className);
    made.setAttribute("d", shape);
    made.setAttribute("vector-effect", "non-scaling-stroke");
    return made;
  };
  byId("spark").replaceChildren(path("area", area), path("line", line));
  const known = end - points[0][0];
  const period = known < DAY - 600_000 ? span(known) : "24 h";
  const text = `now ${totals.unavailable.toLocaleString("en")}, most ${most.toLocaleString("en")} in ${period}`;
  put(byId("spark-text"), text);
  byId("spark").setAttribute("aria-label", `Unavailable images: ${text}`);
}
