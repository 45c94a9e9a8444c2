/** What is chosen: a layer with its steps, a step with its layers, an input or an output. */

let chosenSteps = [];

/** `pairs`: [what, value]; those without a value are left out. */
function facts(pairs) {
  return element("dl", {}, ...pairs.filter(([, value]) => value !== undefined)
    .flatMap(([what, value]) => [element("dt", {}, what), element("dd", {}, value)]));
}

function links(entries) {
  return element("span", {}, ...entries.flatMap((link, i) => (i > 0 ? [", ", link] : [link])));
}

const layerLink = (layer) =>
  element("button", { class: "link", onclick: () => choose({ layer }) }, layer.name);

function layerFacts(layer) {
  const shapes = (numbers) =>
    numbers.map((tensor) => shapeText(data.network.tensors[tensor].shape)).join(", ") || undefined;
  const became = layer.steps.length > 0
    ? links(layer.steps.map((index) => stepLink(steps[index])))
    : "No step names it: it was folded into others, had no effect, or equals another layer.";
  return facts([["kind", layer.kind], ["input", shapes(layer.inputs)],
    ["output", shapes(layer.outputs)], ["became", became]]);
}

function tensorsText(numbers) {
  return numbers.map((tensor) => data.plan.tensors[tensor])
    .filter((tensor) => tensor.storage !== "weights")
    .map((tensor) => `${tensor.type} ${shapeText(tensor.shape)}, ${tensor.format}`).join("; ");
}

function stepFacts(step) {
  const accuracy = accuracyOf.get(step.layers);
  const size = (bytes) => (bytes > 0 ? bytesText(bytes) : undefined);
  return facts([
    ["operator", step.operation],
    ["tactic", tacticText(step)],
    ["time", `${secondsText(step.mean)}, ${percentText(step.share)}`],
    ["reads", tensorsText(step.inputs)],
    ["writes", tensorsText(step.outputs)],
    ["weights", size(step.weights_size)],
    ["workspace", size(step.workspace_size)],
    ["live", bytesText(step.live_bytes)],
    ["error", accuracy && `${errorText(accuracy.max_error)} at most (${accuracy.accuracy})`],
    ["stands for", step.standsFor.length > 0 ? links(step.standsFor.map(layerLink)) : undefined],
  ]);
}

function showSelection(heading, ...content) {
  const panel = document.getElementById("selection");
  const close = element("button",
    { class: "close", "aria-label": "close the selection", onclick: () => choose({}) }, "×");
  panel.hidden = heading === undefined;
  panel.replaceChildren(close, element("h2", {}, heading ?? ""), ...content);
}

/** `{layer}`, `{step}`, `{end, extents}`, or nothing: then nothing is chosen. */
function choose({ layer, step, end, extents }) {
  chosenSteps = layer ? layer.steps : step ? [step.index] : [];
  const chosenLayers = layer ? [layer.index] : step ? step.standsFor.map((one) => one.index) : [];
  graphs.before?.mark(chosenLayers);
  graphs.after.mark(chosenSteps);
  markSlices();
  if (layer) showSelection(`Layer ${layer.name}`, layerFacts(layer));
  else if (step) showSelection(`Step ${step.index}: ${step.layers}`, stepFacts(step));
  else if (end) showSelection(end, facts([["shape", shapeText(extents)]]));
  else showSelection();
}
