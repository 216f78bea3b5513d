// Imports a generated package by each of its entry points that need no mock library. The first argument is its name.
import { ok } from "node:assert/strict";

const name = process.argv[2] ?? "";
for (const entry of ["", "/client", "/types", "/operations", "/validators", "/fixtures", "/mocks"]) ok(await import(name + entry), entry);
