/** The network as it was defined beside the steps that the engine runs. */

/** Nodes and edges of what reads and writes numbered tensors. `items`: {inputs, outputs, node}. */
function connect(items) {
  const writers = new Map();
  items.forEach((item, i) => item.outputs.forEach((tensor) => writers.set(tensor, i)));
  const sources = (item) => new Set(
    item.inputs.filter((tensor) => writers.has(tensor)).map((tensor) => writers.get(tensor)));
  const edges = items.flatMap((item, i) => [...sources(item)].map((from) => [from, i]));
  return [items.map((item) => item.node), edges];
}

/** Extents of an item of a hidden batch. */
const itemText = (extents) => shapeText(extents[0] === "N" ? extents.slice(1) : extents);

function endItem(name, extents, direction, tensor) {
  const subtitle = `${direction} ${shapeText(extents)}`;
  return {
    inputs: direction === "output" ? [tensor] : [],
    outputs: direction === "input" ? [tensor] : [],
    node: {
      title: name,
      subtitle,
      family: "ends",
      label: `${name}: ${subtitle}`,
      choose: () => choose({ end: `${direction} ${name}`, extents }),
    },
  };
}

function layerItem(layer) {
  const what = `${layer.kind} ${itemText(data.network.tensors[layer.outputs[0]]?.shape ?? [])}`;
  return {
    ...layer,
    node: {
      title: layer.name,
      subtitle: what,
      family: familyOf(layer.kind),
      label: `${layer.name}: ${what}`,
      choose: () => choose({ layer }),
    },
  };
}

function stepGraphItem(step) {
  return {
    ...step,
    node: {
      title: shortName(step),
      subtitle: `${secondsText(step.mean)}  ${step.operation}`,
      family: familyOf(step.kind),
      share: step.mean / Math.max(...steps.map((other) => other.mean)),
      label: `step ${step.index}, ${step.layers}: ${step.operation}, ${secondsText(step.mean)}`,
      choose: () => choose({ step }),
    },
  };
}

function networkItems() {
  const { tensors, inputs, outputs } = data.network;
  const end = (direction) => (tensor) =>
    endItem(tensors[tensor].name, tensors[tensor].shape, direction, tensor);
  return [...layers.map(layerItem), ...inputs.map(end("input")), ...outputs.map(end("output"))];
}

function planItems() {
  const ends = data.plan.bindings.map((binding) =>
    endItem(binding.name, binding.shape, binding.direction, binding.tensor));
  return [...steps.map(stepGraphItem), ...ends];
}

function legend() {
  const used = new Set([...layers, ...steps].map(({ kind }) => familyOf(kind)));
  return element("ul", { class: "legend", "aria-label": "colours" }, ...[...used].map((family) =>
    element("li", { class: family }, element("i"), FAMILY_NAMES[family])));
}

const graphs = { before: null, after: null };

function drawNetworks(section) {
  graphs.after = graph(`After: ${countText(steps.length, "step")}`, ...connect(planItems()));
  let before = element("div", {}, element("h3", {}, "Before"),
    note("The network of a plan is not drawn by itself. Give the network as MODEL, " +
      "and the plan with --plan."));
  if (data.network !== null) {
    graphs.before = graph(`Before: ${countText(layers.length, "layer")}`,
      ...connect(networkItems()));
    before = graphs.before.box;
  }
  section.append(legend(), element("div", { class: "sides" }, before, graphs.after.box),
    hint("The bar at a step's foot is its time beside the longest step's."));
}
