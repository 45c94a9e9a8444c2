/** A drawn graph in a pane of its own, with a zoom. */

const NODE_WIDTH = 174;
const LEAST_SCALE = 0.9;
const NODE_HEIGHT = 38;

function edgePath(route) {
  const start = route[0].y + NODE_HEIGHT / 2;
  const end = route.at(-1).y - NODE_HEIGHT / 2;
  let path = `M${route[0].x} ${start}`;
  let [x, y] = [route[0].x, start];
  for (const place of route.slice(1)) {
    const to = place === route.at(-1) ? end : place.y;
    path += `C${x} ${(y + to) / 2} ${place.x} ${(y + to) / 2} ${place.x} ${to}`;
    [x, y] = [place.x, to];
  }
  return path;
}

/** `node`: {title, subtitle, family, share, label, choose}. */
function drawnNode(node, { x, y }) {
  const left = x - NODE_WIDTH / 2;
  const top = y - NODE_HEIGHT / 2;
  const text = (line, offset, size, kind) => shape("text",
    { x: left + 11, y: top + offset, class: kind }, elided(line, NODE_WIDTH - 16, size));
  const mark = (size) => shape("rect", { x: left, y: top, rx: 2, class: "mark", ...size });
  const time = { y: top + NODE_HEIGHT - 3, width: Math.max(1, node.share * NODE_WIDTH), height: 3 };
  return shape("g", {
    class: `item ${node.family}`,
    role: "button",
    "aria-label": node.label,
    onclick: node.choose,
  },
  shape("rect", { x: left, y: top, width: NODE_WIDTH, height: NODE_HEIGHT, rx: 4 }),
  mark({ width: 5, height: NODE_HEIGHT }),
  node.share > 0 ? mark(time) : null,
  text(node.title, 15, 11),
  text(node.subtitle, 29, 10, "faint"),
  shape("title", {}, node.label));
}

/** Buttons that zoom the drawing, which begins at its topmost node. */
function zoomButtons(svg, pane, size) {
  let scale = 1;
  const set = (wanted) => {
    const factor = Math.min(2, Math.max(0.05, wanted)) / scale;
    const [halfWidth, halfHeight] = [pane.clientWidth / 2, pane.clientHeight / 2];
    const [x, y] = [pane.scrollLeft + halfWidth, pane.scrollTop + halfHeight];
    scale *= factor;
    svg.setAttribute("width", size.width * scale);
    svg.setAttribute("height", size.height * scale);
    pane.scrollTo(x * factor - halfWidth, y * factor - halfHeight);
  };
  const fitting = () => Math.min(1, pane.clientWidth / size.width);
  requestAnimationFrame(() => {
    set(Math.max(LEAST_SCALE, fitting()));
    const first = size.nodes.reduce((top, node) => (node.y < top.y ? node : top));
    pane.scrollTo(first.x * scale - pane.clientWidth / 2, 0);
  });
  const button = (text, label, onclick) =>
    element("button", { "aria-label": label, title: label, onclick }, text);
  return [
    button("−", "smaller", () => set(scale / 1.3)),
    button("+", "larger", () => set(scale * 1.3)),
    button("fit", "whole width", () => set(fitting())),
  ];
}

/** Scrolls the pane, and nothing around it, to an item that is out of sight. */
function bringIntoSight(item, pane) {
  const there = item.getBoundingClientRect();
  const sight = pane.getBoundingClientRect();
  const isSeen = there.left >= sight.left && there.right <= sight.right &&
    there.top >= sight.top && there.bottom <= sight.bottom;
  if (isSeen) return;
  pane.scrollBy((there.left + there.right - sight.left - sight.right) / 2,
    (there.top + there.bottom - sight.top - sight.bottom) / 2);
}

/** `{box, mark(numbers)}`; `mark` shows nodes as chosen and brings the first into sight. */
function graph(heading, nodes, edges) {
  const size = layOut(nodes.length, edges, NODE_WIDTH);
  const items = nodes.map((node, i) => drawnNode(node, size.nodes[i]));
  const svg = shape("svg", {
    viewBox: `0 0 ${size.width} ${size.height}`,
    width: size.width,
    height: size.height,
    role: "group",
    "aria-label": heading,
  }, ...size.routes.map((route) => shape("path", { class: "edge", d: edgePath(route) })), ...items);
  const pane = element("div", { class: "scroll graph" }, svg);
  walkable(items);
  const mark = (numbers) => {
    items.forEach((item, i) => item.classList.toggle("chosen", numbers.includes(i)));
    if (numbers.length > 0) bringIntoSight(items[numbers[0]], pane);
  };
  const buttons = zoomButtons(svg, pane, size);
  const bar = element("div", { class: "bar-row" }, element("h3", {}, heading), ...buttons);
  return { box: element("div", {}, bar, pane), mark };
}
