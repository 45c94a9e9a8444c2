/** Each layer beside the reference. */

function layerRow(layer) {
  const isBeyond = layer.beyond > 0;
  const ratio = layer.max_ratio;
  const step = steps.find((other) => other.layers === layer.layers);
  return element("tr", {},
    element("td", { class: "name" }, step ? stepLink(step) : layer.layers,
      element("small", {}, `${layer.operator}, ${layer.accuracy}`)),
    element("td", { class: "number" }, errorText(layer.max_error),
      element("small", {}, `mean ${errorText(layer.mean_error)}`)),
    element("td", { class: `share ${isBeyond ? "bad" : ""}` },
      ratio === null ? "without bound" : percentText(ratio),
      gauge(ratio ?? 1, isBeyond ? "beyond" : ""),
      isBeyond ? element("small", {}, `${layer.beyond} of ${layer.values} values beyond`) : null));
}

function outputRow(output) {
  const numbers = [output.max_error, output.mean_error, output.max_value];
  return element("tr", {}, element("td", { class: "name" }, output.name),
    ...numbers.map((number) => element("td", { class: "number" }, errorText(number))));
}

function verdict(compared) {
  const beyond = compared.filter((layer) => layer.beyond > 0);
  if (beyond.length === 0) {
    return element("p", {}, "All values lie within what their operators' accuracy classes allow.");
  }
  return element("p", { class: "bad" },
    `${beyond[0].layers} is the first of ${countText(beyond.length, "step")} with values that ` +
    "the accuracy class does not allow.");
}

function drawAccuracy(section) {
  const { absent, layers: compared, outputs } = data.accuracy;
  if (absent !== undefined) return section.append(note(absent));
  const weights = data.network.weights === "" ? " and with random weights" : "";
  section.append(
    element("p", {}, `On random inputs${weights}, each step's output beside the plain reference ` +
      "of the same layers on the same inputs."),
    verdict(compared),
    element("h3", {}, "Outputs"),
    table("The engine's outputs beside those of the network as it was defined",
      [["output"], ["max error", "number"], ["mean error", "number"], ["largest value", "number"]],
      outputs.map(outputRow)),
    element("h3", {}, "By layer"),
    table("Of what is allowed: the largest quotient of an error and its operator class's bound",
      [["layers"], ["max error", "number"], ["of what is allowed"]], compared.map(layerRow)));
}
