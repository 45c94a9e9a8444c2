/** One run, a slice a step. */

const SLICE_TOP = 22;
const SLICE_HEIGHT = 46;

/** Numbers 0, d, 2d … up to `end`, at most `count` after 0; d: 1, 2 or 5 times a power of 10. */
function ticks(end, count) {
  const power = 10 ** Math.floor(Math.log10(end / count));
  const distance = [1, 2, 5, 10].map((digit) => digit * power).find((wide) => end / wide <= count);
  return Array.from({ length: Math.floor(end / distance) + 1 }, (_, i) => i * distance);
}

/** A step in a chart, to be chosen. */
function stepItem(step, what, ...shapes) {
  const label = `step ${step.index}, ${step.layers}: ${what}`;
  return shape("g", {
    class: `item ${familyOf(step.kind)}`,
    role: "button",
    "aria-label": label,
    "data-step": step.index,
    onclick: () => choose({ step }),
  }, ...shapes, shape("title", {}, label));
}

/** `scale`: pixels a second. */
function timelineSlices(scale) {
  let begin = 0;
  return steps.map((step) => {
    const x = begin * scale;
    const width = step.run * scale;
    const what = `from ${secondsText(begin)} for ${secondsText(step.run)}`;
    begin += step.run;
    return stepItem(step, what,
      shape("rect", { x, y: SLICE_TOP, width: Math.max(0.5, width), height: SLICE_HEIGHT }),
      width > 34 ? shape("text", { x: x + 4, y: SLICE_TOP + 27 },
        elided(shortName(step), width - 8)) : null);
  });
}

function timelineAxis(end, width) {
  return ticks(end, Math.max(2, width / 90)).map((time) => {
    const x = (time * width) / end;
    return shape("g", {},
      shape("line", { class: "axis", x1: x, x2: x, y1: 16, y2: SLICE_TOP + SLICE_HEIGHT }),
      x < width - 50 ? shape("text", { class: "faint", x: x + 3, y: 12 },
        time === 0 ? "0" : secondsText(time)) : null);
  });
}

function drawTimeline(section) {
  const sum = steps.reduce((seconds, step) => seconds + step.run, 0);
  const pane = element("div", { class: "scroll" });
  const zoom = element("input",
    { type: "range", min: 0, max: 5, step: 0.25, value: 0, "aria-label": "zoom of the timeline" });
  let paneWidth = 0;
  const draw = () => {
    const width = paneWidth * 2 ** zoom.value;
    const slices = timelineSlices(width / sum);
    walkable(slices);
    pane.replaceChildren(shape("svg", {
      width,
      height: SLICE_TOP + SLICE_HEIGHT + 6,
      role: "group",
      "aria-label": "steps in the order of the run",
    }, ...timelineAxis(sum, width), ...slices));
    markSlices();
  };
  zoom.addEventListener("input", draw);
  section.append(
    element("p", {}, `Of ${countText(data.profile.runs, "run")} with a profiler, the one of ` +
      `median length: ${secondsText(sum)} in ${countText(steps.length, "step")}, laid end to end ` +
      "in their order. What lies between them is not measured."),
    element("label", { class: "bar-row hint" }, "Zoom", zoom), pane);
  onWidth(pane, (width) => {
    paneWidth = width;
    draw();
  });
}

function markSlices() {
  document.querySelectorAll("[data-step]").forEach((item) =>
    item.classList.toggle("chosen", chosenSteps.includes(Number(item.dataset.step))));
}
