/** Time by operator and by step. */

function shareCell(share, longest) {
  return element("td", { class: "share" }, percentText(share), gauge(share / longest));
}

const numberCell = (text) => element("td", { class: "number" }, text);

const stepLink = (step) =>
  element("button", { class: "link", onclick: () => choose({ step }) }, step.layers);

/** Steps that compute the same, the longest together first. */
function operatorGroups() {
  const groups = new Map();
  for (const { operation, kind, mean: seconds } of steps) {
    const group = groups.get(operation) ?? { operation, kind, count: 0, seconds: 0 };
    ++group.count;
    group.seconds += seconds;
    groups.set(operation, group);
  }
  return [...groups.values()].sort((a, b) => b.seconds - a.seconds);
}

function operatorTable() {
  const groups = operatorGroups();
  const row = ({ operation, kind, count, seconds }) => element("tr", { class: familyOf(kind) },
    element("td", { class: "name" }, element("i"), ...breakable(operation)),
    numberCell(`${count}`), numberCell(secondsText(seconds)),
    shareCell(seconds / total, groups[0].seconds / total));
  return table("Time by operator",
    [["operator"], ["steps", "number"], ["time", "number"], ["share"]], groups.map(row));
}

function stepRows(ordered) {
  const longest = Math.max(...steps.map((step) => step.share));
  return ordered.map((step) => element("tr", { class: familyOf(step.kind) },
    numberCell(`${step.index}`),
    element("td", { class: "name" }, stepLink(step),
      element("small", {}, `${step.operation}, ${tacticText(step)}`)),
    numberCell(secondsText(step.mean)), shareCell(step.share, longest)));
}

function drawTime(section) {
  const orders = { "by time": [...steps].sort((a, b) => b.mean - a.mean), "in order": steps };
  const box = table("Time by step, with the layers that it stands for",
    [["step", "number"], ["layers"], ["time", "number"], ["share"]], []);
  const buttons = Object.keys(orders).map((name) =>
    element("button", { onclick: () => order(name) }, name));
  const order = (name) => {
    box.querySelector("tbody").replaceChildren(...stepRows(orders[name]));
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.textContent === name));
  };
  order("by time");
  section.append(
    element("p", {}, `Means of ${countText(data.profile.runs, "run")} with a profiler; all steps ` +
      `together take ${secondsText(total)}. An inference without one takes ` +
      `${secondsText(data.run.latency.median)}, its call and the wait for it included.`),
    element("h3", {}, "By operator"), operatorTable(),
    element("div", { class: "bar-row" }, element("h3", {}, "By layer"), ...buttons), box);
}
