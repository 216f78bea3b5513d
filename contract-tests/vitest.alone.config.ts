import { defineProject } from "vitest/config";
import { apart } from "../vitest.shared.js";
import { alone } from "./test/alone.js";

export default defineProject(apart("contract", alone));
