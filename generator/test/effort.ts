const effort = Number(process.env["TALLYSTICK_EFFORT"] ?? 1);

/**
 * How often a property is tried of which each run takes long: so often for a change, with another seed each time, and
 * `TALLYSTICK_EFFORT=20` times as often in the night.
 */
export function runs(times: number): number {
  return Math.ceil(times * effort);
}
