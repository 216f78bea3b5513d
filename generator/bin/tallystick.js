#!/usr/bin/env node
import module from "node:module";

// Node 22 and later keep compiled code between runs; Node 20 has no such thing.
module.enableCompileCache?.();
// Who reads the output may stop early (`| head`): the work, its files and its exit code do not depend on that. Any other end of it is said.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code === "EPIPE") return;
    if (stream === process.stdout) process.stderr.write(`What was to be printed could not be written: ${error.message}.\n`);
    process.exit(2);
  });
}
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
