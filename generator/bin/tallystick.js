#!/usr/bin/env node
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// Node 22 and later cache compiled code between runs. The default folder is in the system's temporary folder, where other users may write.
module.enableCompileCache?.(join(homedir(), ".cache", "tallystick", "compiled"));
// A reader of the output may stop early (`| head`). The work, its files and its exit code do not depend on that. Other failures are reported.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code === "EPIPE") return;
    if (stream === process.stdout) process.stderr.write(`What was to be printed could not be written: ${error.message}.\n`);
    process.exit(2);
  });
}
// Node ends a command with code 13 if it waits for what will never happen.
process.once("exit", () => {
  if (process.exitCode !== 13) return;
  process.stderr.write("Internal error: the command ended before its work was done. Please report it together with the document.\n");
  process.exit(3);
});
try {
  const { main } = await import("../dist/cli/main.js");
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Nothing more can be loaded, what shows diagnostics included.
  if (error?.code !== "EMFILE" && error?.code !== "ENFILE") throw error;
  process.stderr.write(
    "error disk-refuses\n  More files are open than the system allows.\n  Raise the limit (ulimit -n), and run it again.\n1 error\n",
  );
  process.exitCode = 2;
}
