/** How often a property is tried: as often as is usual for a change, or `TALLYSTICK_RUNS=100000` times. */
export function runs(usual: number): number {
  return Number(process.env["TALLYSTICK_RUNS"] ?? usual);
}
