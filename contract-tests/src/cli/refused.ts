import { refuse } from "tallystick/cli";

/** Reports why a command cannot start, as `tallystick generate` does, and returns the exit code. Rethrows any other error. */
export async function refused(error: unknown, command: string, argv: readonly string[]): Promise<number> {
  const code = await refuse(error, [command, ...argv]);
  if (code === undefined) throw error;
  return code;
}
