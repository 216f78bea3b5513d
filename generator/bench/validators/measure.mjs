import { performance } from "node:perf_hooks";

/** Nanoseconds of CPU for one call of each function: interleaved, so that all meet the same noise; medians. */
export function measure(functions, { rounds = 15, milliseconds = 20 } = {}) {
  const names = Object.keys(functions);
  const calls = {};
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) {
    // Warm up, and find how many calls fill a round.
    const run = functions[name];
    let count = 1;
    for (let spent = 0; spent < milliseconds;) {
      const start = performance.now();
      for (let i = 0; i < count; i++) run();
      spent = performance.now() - start;
      if (spent < milliseconds) count = Math.max(count + 1, Math.min(count * 8, Math.ceil((count * milliseconds * 1.2) / Math.max(spent, 0.01))));
    }
    calls[name] = count;
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const run = functions[name];
      const start = process.cpuUsage();
      for (let i = 0; i < calls[name]; i++) run();
      const { user, system } = process.cpuUsage(start);
      times[name].push(((user + system) * 1000) / calls[name]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])]));
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
