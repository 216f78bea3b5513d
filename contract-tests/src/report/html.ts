import { Eta } from "eta/core";
import { script } from "./html/script.js";
import { style } from "./html/style.js";
import { causeTemplate, pageTemplate } from "./html/template.js";
import type { Page } from "./page.js";
import { plural } from "./page.js";
import { targetText } from "./terminal.js";

export { pageOf } from "./page.js";

const eta = new Eta({ autoEscape: true, autoTrim: [false, "nl"], varName: "it" });
eta.loadTemplate("@page", pageTemplate);
eta.loadTemplate("@cause", causeTemplate);

/** One page that needs nothing but itself: no network, no font, no script of others. */
export function htmlOf(page: Page): string {
  return eta.render("@page", { ...page, style, script, target: targetText(page.report), plural });
}
