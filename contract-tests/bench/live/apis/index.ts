import type { BenchApi } from "../fault.js";
import { agency } from "./agency/index.js";
import { crm } from "./crm/index.js";
import { library } from "./library/index.js";
import { media } from "./media/index.js";
import { store } from "./store/index.js";
import { tracker } from "./tracker/index.js";

export const apis: readonly BenchApi[] = [library, tracker, store, crm, media, agency];
