// openapi-diff in a thread of its own: it gets two documents of version 3.0 and responds with its verdict.
import { parentPort } from "node:worker_threads";
import library from "openapi-diff";

const spec = (document, location) => ({ content: JSON.stringify(document), location, format: "openapi3" });

parentPort.on("message", async ([old, next]) => {
  try {
    const { breakingDifferencesFound } = await library.diffSpecs({ sourceSpec: spec(old, "old.json"), destinationSpec: spec(next, "new.json") });
    parentPort.postMessage(breakingDifferencesFound ? "breaking" : "not");
  } catch {
    parentPort.postMessage("refuses");
  }
});
