// Words and times, and the one place where text gets into the page: as text nodes alone.

export const byId = (id) => document.getElementById(id);

// Writes only what has changed: a screen reader reads a live region again whenever it is written.
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Makes `children` what the parent has, and moves or removes only those that are not in place: what has the focus keeps it.
export function arrange(parent, children) {
  const wanted = new Set(children);
  [...parent.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

// Control characters and those that turn the direction of writing could make one name look like another.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
export const visible = (text) => text.replace(UNSEEN, (each) => `\\u{${each.codePointAt(0).toString(16)}}`);

export const words = (word) => word.replaceAll("_", " ");

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

// The server's clock counts: the browser's may be wrong.
let skew = 0;
export const now = () => Date.now() + skew;
export function learnClock(instant) {
  skew = Date.parse(instant) - Date.now();
}

const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000]];
export function span(milliseconds) {
  const [unit, size] = UNITS.find(([, each]) => milliseconds >= each) ?? ["s", 1_000];
  return `${Math.max(0, Math.floor(milliseconds / size))} ${unit}`;
}

export const age = (instant) => span(now() - Date.parse(instant));

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
export function clock(instant) {
  const at = new Date(instant);
  return (new Date(now()).toDateString() === at.toDateString() ? CLOCK : DAY).format(at).replace(",", "");
}
export const full = (instant) => FULL.format(new Date(instant));

export function next(instant) {
  if (!instant) return "–";
  const left = Date.parse(instant) - now();
  return left <= 0 ? "due" : `in ${span(left)}`;
}

// kubectl's short names.
const KINDS = {
  Deployment: "deploy", StatefulSet: "sts", DaemonSet: "ds", CronJob: "cj", Job: "job", Pod: "po", ReplicaSet: "rs",
  ReplicationController: "rc",
};
export const kindOf = (kind) => KINDS[kind] ?? kind.toLowerCase();
export const workload = ({ namespace, kind, name }) => visible(`${namespace}/${kindOf(kind)}/${name}`);

// Pasted into a shell, a name must stay a name.
const quote = (text) => (/^[A-Za-z0-9._/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
export const command = ({ namespace, kind, name }) =>
  `kubectl -n ${quote(visible(namespace))} describe ${quote(visible(`${kind.toLowerCase()}/${name}`))}`;
