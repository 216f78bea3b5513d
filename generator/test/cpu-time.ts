/** Milliseconds that the processors have worked for this process so far: what a limit on work is held against, for a clock goes on while others work. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
