/**
 * Places the nodes of a directed graph without cycles in layers, edges pointing down.
 *
 * Layers by the longest path from a source; edges over several layers get a place in each of them;
 * orders by barycentres; places by least squares with a least distance.
 */

const GAP = 14;
const BEND_WIDTH = 6;
const LAYER_HEIGHT = 66;
const SWEEPS = 12;
/** How far forks and joins are drawn to the middle, so that one-sided branches do not add up. */
const PULL = 0.4;

/** `edges`: [from, to]. Each node's rank is above those of the nodes that it reads. */
function ranksOf(count, edges) {
  const ranks = new Array(count).fill(0);
  const readers = Array.from({ length: count }, () => []);
  const waiting = new Array(count).fill(0);
  for (const [from, to] of edges) {
    readers[from].push(to);
    ++waiting[to];
  }
  const ready = [...waiting.keys()].filter((node) => waiting[node] === 0);
  const sources = [...ready];
  for (const node of ready) {
    for (const reader of readers[node]) {
      ranks[reader] = Math.max(ranks[reader], ranks[node] + 1);
      if (--waiting[reader] === 0) ready.push(reader);
    }
  }
  for (const node of sources) {
    if (readers[node].length > 0) ranks[node] = Math.min(...readers[node].map((r) => ranks[r])) - 1;
  }
  return ranks;
}

/**
 * Positions of least Σ weight (position - wish)² in this order, each at least `distance(i)` right
 * of the one before: neighbours that would come too near are moved as one block.
 */
function spread(wishes, weights, distance) {
  const offsets = [0];
  for (let i = 1; i < wishes.length; ++i) offsets.push(offsets[i - 1] + distance(i));
  const middle = (block) => block.sum / block.weight;
  const blocks = [];
  wishes.forEach((wish, i) => {
    let block = { sum: weights[i] * (wish - offsets[i]), weight: weights[i], count: 1 };
    while (blocks.length > 0 && middle(blocks.at(-1)) > middle(block)) {
      const before = blocks.pop();
      block = {
        sum: before.sum + block.sum,
        weight: before.weight + block.weight,
        count: before.count + block.count,
      };
    }
    blocks.push(block);
  });
  return blocks.flatMap((block) => new Array(block.count).fill(middle(block)))
    .map((x, i) => x + offsets[i]);
}

/** Places in layers: of the nodes themselves, and of edges that pass a layer. */
function placesOf(count, edges, ranks, width) {
  const place = (rank, wide, isBend) => ({ rank, width: wide, isBend, above: [], below: [] });
  const places = Array.from({ length: count }, (_, node) => place(ranks[node], width, false));
  const link = (upper, lower) => {
    upper.below.push(lower);
    lower.above.push(upper);
  };
  const routes = edges.map(([from, to]) => {
    const route = [places[from]];
    for (let rank = ranks[from] + 1; rank < ranks[to]; ++rank) {
      const bend = place(rank, BEND_WIDTH, true);
      places.push(bend);
      link(route.at(-1), bend);
      route.push(bend);
    }
    link(route.at(-1), places[to]);
    return [...route, places[to]];
  });
  return { places, routes };
}

const mean = (places, key) => places.reduce((sum, place) => sum + place[key], 0) / places.length;

function orderLayers(rows) {
  const number = (row) => row.forEach((place, i) => { place.order = i; });
  rows.forEach(number);
  const sort = (row, side) => {
    for (const place of row) {
      place.wish = place[side].length > 0 ? mean(place[side], "order") : place.order;
    }
    row.sort((a, b) => a.wish - b.wish);
    number(row);
  };
  for (let sweep = 0; sweep < SWEEPS; ++sweep) {
    rows.forEach((row) => sort(row, "above"));
    if (sweep + 1 < SWEEPS) [...rows].reverse().forEach((row) => sort(row, "below"));
  }
}

function placeLayers(rows) {
  const set = (row, positions) => positions.forEach((x, i) => { row[i].x = x; });
  const distance = (row) => (i) => (row[i - 1].width + row[i].width) / 2 + GAP;
  const isStraight = (place, side) => place.isBend && place[side].every((other) => other.isBend);
  const move = (row, sides) => {
    const wish = (place) => {
      const others = sides.flatMap((side) => place[side]);
      const isInChain = place.above.length < 2 && place.below.length < 2;
      return (isInChain ? 1 : 1 - PULL) * (others.length > 0 ? mean(others, "x") : place.x);
    };
    const weights = row.map((place) => (sides.some((side) => isStraight(place, side)) ? 8 : 1));
    set(row, spread(row.map(wish), weights, distance(row)));
  };
  for (const row of rows) {
    set(row, spread(row.map(() => 0), row.map(() => 1), distance(row)));
  }
  for (let sweep = 0; sweep < SWEEPS; ++sweep) {
    rows.forEach((row) => move(row, ["above"]));
    [...rows].reverse().forEach((row) => move(row, ["below"]));
  }
  rows.forEach((row) => move(row, ["above", "below"]));
}

/** `{width, height, nodes: [{x, y}], routes: [[{x, y}…]]}`; x and y are a place's middle. */
function layOut(count, edges, nodeWidth) {
  const ranks = ranksOf(count, edges);
  const least = Math.min(0, ...ranks);
  const { places, routes } = placesOf(count, edges, ranks.map((rank) => rank - least), nodeWidth);
  const rows = [];
  for (const place of places) (rows[place.rank] ??= []).push(place);
  orderLayers(rows);
  placeLayers(rows);
  const left = Math.min(...places.map((place) => place.x - place.width / 2));
  const right = Math.max(...places.map((place) => place.x + place.width / 2));
  for (const place of places) {
    place.x += GAP - left;
    place.y = (place.rank + 0.5) * LAYER_HEIGHT;
  }
  const size = { width: right - left + 2 * GAP, height: rows.length * LAYER_HEIGHT };
  return { ...size, nodes: places.slice(0, count), routes };
}
