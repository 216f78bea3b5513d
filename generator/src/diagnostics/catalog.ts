import { checkCatalog } from "./catalog/check.js";
import { loadCatalog } from "./catalog/load.js";
import { lowerCatalog } from "./catalog/lower.js";
import { outputCatalog } from "./catalog/output.js";
import { planCatalog } from "./catalog/plan.js";
import { overlayCatalog } from "./catalog/overlay.js";
import { pathsCatalog } from "./catalog/paths.js";
import { structureCatalog } from "./catalog/structure.js";
import { usageCatalog } from "./catalog/usage.js";
import type { Entry } from "./entry.js";

/** All diagnostics, by stage. A test requires a document for each code and a section in docs/diagnostics.md. */
export const catalog = {
  ...loadCatalog,
  ...lowerCatalog,
  ...pathsCatalog,
  ...overlayCatalog,
  ...checkCatalog,
  ...structureCatalog,
  ...planCatalog,
  ...outputCatalog,
  ...usageCatalog,
} as const satisfies Record<string, Entry>;

export type Catalog = typeof catalog;
export type Code = keyof Catalog;
