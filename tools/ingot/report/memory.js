/** Live bytes, and what lies where in the arena, over the steps. */

/** Tensors of the arena, each from the step that writes it to the last that reads it. */
function arenaTensors() {
  const lives = new Map();
  const name = (tensor, step) => {
    if (data.plan.tensors[tensor].storage !== "arena") return;
    const life = lives.get(tensor) ?? { ...data.plan.tensors[tensor], first: step };
    lives.set(tensor, { ...life, last: step });
  };
  for (const step of steps) {
    step.outputs.forEach((tensor) => name(tensor, step.index));
    step.inputs.forEach((tensor) => name(tensor, step.index));
  }
  return [...lives.values()].sort((a, b) => b.size - a.size);
}

function workspaces() {
  return steps.filter((step) => step.workspace_size > 0).map((step) => ({
    name: `workspace of ${step.layers}`,
    offset: step.workspace_offset,
    size: step.workspace_size,
    first: step.index,
    last: step.index,
    isWorkspace: true,
  }));
}

/** Axes of steps and bytes, and where a point lies: {nodes, x(step), y(bytes)}. */
function memoryAxes(width, height, bytes) {
  const left = 62;
  const x = (step) => left + (step * (width - left - 4)) / steps.length;
  const y = (size) => height - 18 - (size * (height - 34)) / bytes;
  const line = (size) => [
    shape("line", { class: "axis", x1: left, x2: width, y1: y(size), y2: y(size) }),
    shape("text", { class: "faint", x: left - 5, y: y(size) + 3, "text-anchor": "end" },
      bytesText(Math.round(size))),
  ];
  const numbers = ticks(steps.length, Math.max(2, width / 110))
    .filter((step) => Number.isInteger(step) && step < steps.length)
    .map((step) => shape("text", { class: "faint", x: x(step), y: height - 4 },
      `${step === 0 ? "step " : ""}${step}`));
  return { nodes: [...[0, bytes / 2, bytes].flatMap(line), ...numbers], x, y };
}

function liveChart(width) {
  const height = 190;
  const { arena_size: arena } = data.plan.memory;
  const most = Math.max(1, arena, ...steps.map((step) => step.live_bytes));
  const { nodes, x, y } = memoryAxes(width, height, most);
  const bars = steps.map((step) => {
    const bar = { x: x(step.index), width: x(1) - x(0), y: y(step.live_bytes) };
    return stepItem(step, `${bytesText(step.live_bytes)} live`,
      shape("rect", { ...bar, height: y(0) - bar.y }));
  });
  walkable(bars);
  return shape("svg", { width, height, role: "group", "aria-label": "live bytes a step" },
    ...nodes, ...bars,
    shape("line", { class: "limit", x1: x(0), x2: width, y1: y(arena), y2: y(arena) }));
}

function arenaMap(width) {
  const height = 260;
  const { nodes, x, y } = memoryAxes(width, height, Math.max(1, data.plan.memory.arena_size));
  const rectangle = (part) => {
    const [top, bottom] = [y(part.offset + part.size), y(part.offset)];
    const box = { x: x(part.first), width: x(part.last + 1) - x(part.first), y: top };
    return shape("g", { class: `item ${part.isWorkspace ? "moves" : "products"}` },
      shape("rect", { ...box, height: Math.max(0.5, bottom - top) }),
      shape("title", {}, `${part.name}: ${bytesText(part.size)} at ${part.offset}, steps ` +
        `${part.first} to ${part.last}`));
  };
  const label = "where tensors lie in the arena, over the steps";
  return shape("svg", { width, height, role: "img", "aria-label": label },
    ...nodes, ...[...arenaTensors(), ...workspaces()].map(rectangle));
}

function drawMemory(section) {
  const { arena_size: arena, largest_live_set: live, weights_size: weights } = data.plan.memory;
  if (arena === 0) {
    return section.append(note("No tensor needs the arena: there are inputs and outputs alone."));
  }
  const chart = element("div", {});
  const map = element("div", {});
  section.append(
    element("p", {}, `The arena has ${bytesText(arena)}; the most that is live at one step is ` +
      `${bytesText(live)}. Weights (${bytesText(weights)}), inputs and outputs lie elsewhere.`),
    element("h3", {}, "Live bytes"), chart,
    hint("The dashed line is the arena's size; bars have the colours of their steps' operators."),
    element("h3", {}, "The arena"), map,
    hint("A rectangle a tensor: its bytes from bottom to top, from the step that writes it to " +
      "the last that reads it; workspaces are grey. Tensors within others were written in place."));
  onWidth(section, (width) => {
    chart.replaceChildren(liveChart(width));
    map.replaceChildren(arenaMap(width));
    markSlices();
  });
}
