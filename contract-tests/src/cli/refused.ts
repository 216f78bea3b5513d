import { refuse } from "tallystick/cli";

/** Says why a command cannot begin, as `tallystick generate` would, and gives its exit code; throws any other error on. */
export async function refused(error: unknown, command: string, argv: readonly string[]): Promise<number> {
  const code = await refuse(error, [command, ...argv]);
  if (code === undefined) throw error;
  return code;
}
