import { setTimeout as sleep } from "node:timers/promises";

/**
 * Nanoseconds of CPU for one call of each function, interleaved so that all meet the same noise. `typical` is the median of the faster half, because
 * noise only adds; `rounds` has every round.
 */
export async function measure(functions, { rounds = 25, milliseconds = 15, warmUp = 250 } = {}) {
  const names = Object.keys(functions);
  const calls = {};
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) {
    const run = functions[name];
    let done = 0;
    const start = process.cpuUsage();
    // CPU time, not time: on a busy machine both the function and the optimising compiler, which is another thread, get little of it.
    const used = () => milliOf(process.cpuUsage(start));
    for (let batch = 1, slept = false; used() < warmUp;) {
      const before = used();
      for (let index = 0; index < batch; index++) run();
      done += batch;
      // To read the clock takes longer than some of the functions.
      if (used() - before < 2) batch *= 2;
      if (done >= 2000 && !slept) {
        slept = true;
        await sleep(20);
      }
    }
    calls[name] = Math.max(1, Math.round((done / used()) * milliseconds));
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const run = functions[name];
      const count = calls[name];
      const start = process.cpuUsage();
      for (let i = 0; i < count; i++) run();
      const { user, system } = process.cpuUsage(start);
      times[name].push(((user + system) * 1000) / count);
    }
  }
  const typical = (list) => median(list.toSorted((a, b) => a - b).slice(0, Math.ceil(rounds / 2)));
  return Object.fromEntries(names.map((name) => [name, { typical: typical(times[name]), rounds: times[name] }]));
}

function milliOf({ user, system }) {
  return (user + system) / 1000;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
