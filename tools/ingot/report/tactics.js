/** What the build tried for each step. */

function trialsTable(step, tried) {
  const chosen = step.trials[0];
  const relative = (trial) => (trial.seconds > 0 && chosen.seconds > 0
    ? `${(trial.seconds / chosen.seconds).toFixed(2)}×` : "–");
  const row = (trial) => element("tr", { class: trial === chosen ? "chosen" : undefined },
    element("td", { class: "name" }, ...breakable(tacticText(trial)),
      trial === chosen ? element("small", {}, "chosen") : null),
    element("td", {}, arrow(trial.input_format, trial.output_format)),
    numberCell(trial.seconds > 0 ? secondsText(trial.seconds) : "not timed"),
    numberCell(relative(trial)));
  return table(`Tactics for ${step.layers}, the chosen one first`,
    [["tactic"], ["formats"], ["time", "number"], ["of the chosen", "number"]], tried.map(row));
}

/** A reason, and who gave it. */
function refusalList(declined) {
  const reasons = new Map();
  for (const trial of declined) {
    const who = `${tacticText(trial)}, ${arrow(trial.input_format, trial.output_format)}`;
    reasons.set(trial.refusal, [...(reasons.get(trial.refusal) ?? []), who]);
  }
  return element("ul", { "aria-label": "declined" },
    ...[...reasons].map(([reason, who]) =>
      element("li", {}, reason, element("small", {}, ` – ${who.join("; ")}`))));
}

function outcomeText(step, tried, declined) {
  if (tried.length === 0) return "what was tried is not recorded";
  const time = step.seconds > 0 ? `${secondsText(step.seconds)}, ` : "";
  return `${time}${tried.length - 1} more tried, ${declined.length} declined`;
}

function stepTrials(step) {
  const tried = step.trials.filter((trial) => trial.refusal === undefined);
  const declined = step.trials.filter((trial) => trial.refusal !== undefined);
  const box = element("details", {},
    element("summary", {}, `${step.index}  ${step.layers}: ${tacticText(step)}`,
      element("small", {}, outcomeText(step, tried, declined))));
  box.addEventListener("toggle", () => {
    if (box.children.length > 1) return;
    if (tried.length > 0) box.append(trialsTable(step, tried));
    if (declined.length > 0) box.append(element("h3", {}, "Declined"), refusalList(declined));
  });
  return box;
}

function drawTactics(section) {
  const isTimed = steps.some((step) => step.trials.some((trial) => trial.seconds > 0));
  const about = isTimed
    ? element("p", {}, "Times are those that the build measured. The chosen tactic need not be " +
      "its step's fastest: it belongs to the combination whose times, with those of the copies " +
      "between formats, have the least sum. A step that only one tactic could compute was not " +
      "timed.")
    : note("Nothing was timed: the plan was built at optimisation level 0, or each step had one " +
      "tactic alone.");
  section.append(about, ...steps.map(stepTrials));
}
