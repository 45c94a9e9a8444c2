/** What the page shows: the data, and what follows from them. */

const data = JSON.parse(document.getElementById("data").textContent);

/** Operators that the page gives one colour. */
const FAMILIES = {
  products: ["convolution", "deconvolution", "matrix_multiply", "fully_connected"],
  pointwise: ["activation", "scale", "elementwise", "unary", "parametric_relu", "pointwise"],
  pooling: ["pooling", "reduce"],
  normal: ["lrn", "softmax"],
  moves: ["identity", "reshape", "shuffle", "concatenation", "slice", "padding", "constant",
    "transpose"],
};
const FAMILY_NAMES = {
  products: "convolutions, products",
  pointwise: "elements",
  pooling: "pooling, reduction",
  normal: "normalisation",
  moves: "moves of data",
  other: "other",
};

function familyOf(kind) {
  return Object.keys(FAMILIES).find((family) => FAMILIES[family].includes(kind)) ?? "other";
}

const layers = (data.network?.layers ?? []).map((layer, index) => ({ ...layer, index }));

const total = data.profile.steps.reduce((sum, step) => sum + step.mean, 0);

const steps = data.plan.steps.map((step, index) => ({
  ...step,
  index,
  kind: step.operator.name,
  operation: [step.operator, ...step.operator.epilogue].map((part) => part.name).join(" | "),
  mean: data.profile.steps[index].mean,
  share: data.profile.steps[index].mean / total,
  run: data.profile.steps[index].seconds,
  standsFor: layers.filter((layer) => layer.steps.includes(index)),
}));

/** "conv1 +2" for a step of three layers, "conv1 +2 in linear" for a copy of what they give. */
function shortName(step) {
  const [first, ...more] = step.layers.split(" + ");
  const [copy] = more.at(-1)?.match(/ in \w+$/) ?? [""];
  return more.length > 0 ? `${first} +${more.length}${copy}` : first;
}

const accuracyOf = new Map((data.accuracy.layers ?? []).map((layer) => [layer.layers, layer]));

function tacticText(candidate) {
  const { tactic, configuration } = candidate;
  return configuration.length > 0 ? `${tactic} [${configuration.join(",")}]` : tactic;
}

const arrow = (from, to) => (from === to ? from : `${from} → ${to}`);
