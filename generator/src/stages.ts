/** Milliseconds that each stage took; a stage that was not reached is absent. */
export type Stages = { load?: number; lower?: number; check?: number; plan?: number; emit?: number; write?: number };

export interface Stopwatch {
  readonly times: Stages;
  time<T>(stage: keyof Stages, work: () => T | Promise<T>): Promise<T>;
}

/** Measures stages, and reports their beginnings. */
export function stopwatch(progress?: (stage: keyof Stages, done: number, total: number) => void): Stopwatch {
  const times: Stages = {};
  return {
    times,
    async time(stage, work) {
      progress?.(stage, 0, 1);
      const start = performance.now();
      try {
        return await work();
      } finally {
        times[stage] = Math.round((performance.now() - start) * 10) / 10;
      }
    },
  };
}
