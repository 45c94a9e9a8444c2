/** What the report is about, in a few figures. */

function fact(what, value, more) {
  return element("div", {}, element("dt", {}, what),
    element("dd", {}, value, more ? element("small", {}, more) : null));
}

function weightsText() {
  if (data.network === null) return "in the plan";
  return data.network.weights === "" ? "random, none were given" : data.network.weights;
}

function machineFacts() {
  const { name, cores } = data.processor;
  const { latency, throughput, runs } = data.run;
  return [
    fact("Machine", name || "not told",
      `${countText(cores, "core")}; tuned for ${data.plan.device}`),
    fact("Setting", `batch ${data.batch}, ${countText(data.threads, "thread")}`),
    fact("Latency", `${secondsText(latency.median)} (median)`,
      `${secondsText(latency.min)} at least, p90 ${secondsText(latency.p90)}, ` +
      countText(runs, "run")),
    fact("Throughput", `${throughput.toFixed(1)} items/s`),
  ];
}

function sizeFacts() {
  const { arena_size: arena, arena_percent: percent, weights_size: weights } = data.plan.memory;
  const built = data.build_seconds;
  const before = data.network === null ? "" : `${countText(layers.length, "layer")} → `;
  return [
    fact("Steps", `${before}${countText(steps.length, "step")}`),
    fact("Weights", bytesText(weights)),
    fact("Arena", bytesText(arena),
      percent === undefined ? null : `${percent.toFixed(1)} % of the largest live set`),
    fact("Plan", bytesText(data.plan_size),
      built === undefined ? "built before" : `built in ${secondsText(built)}`),
  ];
}

function drawSummary(section) {
  const file = data.model.split("/").at(-1);
  section.append(element("dl", { class: "facts" },
    fact("Model", file, `${data.model}; weights: ${weightsText()}`),
    ...machineFacts(), ...sizeFacts()));
  const heading = data.plan.name || file;
  document.getElementById("title").textContent = `Ingot report: ${heading}`;
  document.title = `${heading} – Ingot report`;
}
