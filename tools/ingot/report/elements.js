/** Elements, and numbers as text. Text goes in as text nodes alone: names are never markup. */

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function shape(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function secondsText(seconds) {
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(1)} µs`;
  if (seconds < 1) return `${(seconds * 1e3).toFixed(2)} ms`;
  return `${seconds.toFixed(2)} s`;
}

function bytesText(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  for (; bytes >= 1024 && unit + 1 < units.length; ++unit) bytes /= 1024;
  return `${unit > 0 ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

const percentText = (share) => `${(100 * share).toFixed(1)} %`;
/** Null stands for what is not finite. */
function errorText(error) {
  if (error === null) return "not finite";
  if (error !== 0 && (error < 1e-3 || error >= 1e6)) return error.toExponential(2);
  return Number(error.toPrecision(3)).toString();
}
const countText = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const shapeText = (extents) => extents.join("×");

let pencil = null;
/** The text, without its middle where it is wider than `width` pixels at this size. */
function elided(text, width, size = 11) {
  pencil ??= document.createElement("canvas").getContext("2d");
  pencil.font = `${size}px system-ui, sans-serif`;
  if (pencil.measureText(text).width <= width) return text;
  for (let kept = text.length - 1; kept > 1; --kept) {
    const begin = Math.ceil(kept / 2);
    const shorter = `${text.slice(0, begin)}…${text.slice(text.length - (kept - begin))}`;
    if (pencil.measureText(shorter).width <= width) return shorter;
  }
  return "…";
}

/** A table in a box that scrolls. `columns`: [heading, class of the cells]. */
function table(caption, columns, rows) {
  const heading = ([text, kind]) => element("th", { scope: "col", class: kind }, text);
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...columns.map(heading))),
      element("tbody", {}, ...rows)));
}

/** A bar of `share` of its cell's width. */
function gauge(share, kind = "") {
  const bar = element("div", { class: `gauge ${kind}` });
  bar.style.width = `${100 * Math.min(1, share)}%`;
  return bar;
}

/** Calls draw(width) now and whenever the width of `box` changes. */
function onWidth(box, draw) {
  new ResizeObserver(() => draw(Math.max(240, box.clientWidth))).observe(box);
}

/** The text with places after its underscores where a line may end. */
const breakable = (text) =>
  text.split(/(?<=_)/).flatMap((part, i) => (i > 0 ? [element("wbr"), part] : [part]));

const note = (...text) => element("p", { class: "note" }, ...text);
const hint = (...text) => element("p", { class: "hint" }, ...text);

const WAYS = {
  ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -Infinity, End: Infinity,
};

/** Makes one of the items reachable by Tab and the others by arrows. */
function walkable(items) {
  const to = (index) => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    items.forEach((other) => other.setAttribute("tabindex", other === item ? 0 : -1));
    item.focus();
  };
  items.forEach((item, index) => {
    item.setAttribute("tabindex", index === 0 ? 0 : -1);
    item.addEventListener("keydown", (event) => {
      if (event.key in WAYS) to(index + WAYS[event.key]);
      else if (event.key === "Enter" || event.key === " ") item.dispatchEvent(new Event("click"));
      else return;
      event.preventDefault();
    });
  });
}
