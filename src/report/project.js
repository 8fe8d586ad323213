// Moves the projection with the sliders: without advice, with advice, and the difference, each with its interval.
"use strict";
(() => {
  const part = document.getElementById("calculator");
  if (!part) return;
  const numbers = (text) => text.split(",").map(Number);
  const here = numbers(part.dataset.world);
  const draws = part.dataset.draws.split(";").map(numbers);
  const level = Number(part.dataset.level);
  const field = (name) => part.querySelector(`[name="${name}"]`);
  const slider = (name) => part.querySelector(`[data-of="${name}"]`);
  const minus = (text) => text.replace("-", "\u2212");
  const format = (value, sign) => minus((sign && value > 0 ? "+" : "") + Math.round(value).toLocaleString("en"));

  // The nine numbers: missed, wasted, seconds, each without advice, with right and with wrong advice.
  const aided = (world, measure, rate) => (1 - rate) * world[3 * measure + 1] + rate * world[3 * measure + 2];
  const quantile = (sorted, share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  const ranged = (of, sign) => {
    const sorted = draws.map(of).sort((a, b) => a - b);
    const tail = (1 - level) / 2;
    const ends = [tail, 1 - tail].map((share) => format(quantile(sorted, share), sign));
    return `${format(of(here), sign)} [${ends.join(", ")}]`;
  };

  const show = () => {
    const share = Number(field("share").value) / 100;
    const rate = Number(field("rate").value) / 100;
    const alerts = Number(field("alerts").value);
    const prices = ["missed", "wasted", "minute"].map((name) => Number(field(name).value) || 0);
    const factors = [alerts * share, alerts * (1 - share), alerts / 3600];
    const cost = (world, of) =>
      factors[0] * of(world, 0) * prices[0] + factors[1] * of(world, 1) * prices[1] + factors[2] * 60 * of(world, 2) * prices[2];
    const alone = (world, measure) => world[3 * measure];
    const advised = (world, measure) => aided(world, measure, rate);
    const sums = [0, 1, 2].map((measure) => [
      (world) => factors[measure] * alone(world, measure),
      (world) => factors[measure] * advised(world, measure),
    ]);
    sums.push([(world) => cost(world, alone), (world) => cost(world, advised)]);
    for (const [row, [without, withAdvice]] of sums.entries()) {
      const cells = part.querySelectorAll(`[data-row="${row}"] td`);
      cells[0].textContent = ranged(without, false);
      cells[1].textContent = ranged(withAdvice, false);
      cells[2].textContent = ranged((world) => withAdvice(world) - without(world), true);
    }
    part.querySelector('[data-row="3"]').hidden = prices.every((price) => price === 0);
    part.querySelector("[data-alerts]").textContent = alerts.toLocaleString("en");
  };

  // The number is what counts, so that the plan's own is exact; the slider follows it, and rounds what it gives.
  const follow = (name) => {
    slider(name).value = field(name).value;
  };
  part.querySelector("form").addEventListener("input", (event) => {
    const moved = event.target.dataset.of;
    if (moved) field(moved).value = String(Number(Number(event.target.value).toPrecision(2)));
    else if (slider(event.target.name)) follow(event.target.name);
    if (part.querySelector("form").checkValidity()) show();
  });
  part.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  part.querySelector(".controls").hidden = false;
  ["share", "rate", "alerts"].forEach(follow);
})();
