for (const [id, draw] of Object.entries({
  summary: drawSummary, networks: drawNetworks, timeline: drawTimeline, memory: drawMemory,
  time: drawTime, tactics: drawTactics, accuracy: drawAccuracy,
})) draw(document.getElementById(id));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose({});
});
