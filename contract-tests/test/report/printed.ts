/** Exit code of a command, and what it printed. */
export async function printed(
  command: (argv: readonly string[]) => Promise<number>,
  ...argv: string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: "", err: "" };
  const [out, err] = [process.stdout.write.bind(process.stdout), process.stderr.write.bind(process.stderr)];
  process.stdout.write = ((text: string) => ((said.out += text), true)) as typeof process.stdout.write;
  process.stderr.write = ((text: string) => ((said.err += text), true)) as typeof process.stderr.write;
  try {
    return { code: await command(argv), ...said };
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
  }
}
