// api-smart-diff has no command: this is the shortest one.
import { readFileSync } from "node:fs";
import { apiCompare } from "api-smart-diff";

const [old, next] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
console.log(apiCompare(old, next).diffs.filter(({ type }) => type === "breaking").length);
