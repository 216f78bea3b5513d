import { Eta } from "eta/core";
import { pagePolicy, visible } from "tallystick/model";
import { script } from "./html/script.js";
import { style } from "./html/style.js";
import { cardTemplate, examplesTemplate, indexTemplate, pageTemplate, remedyTemplate } from "./html/template.js";
import { plural } from "../plural.js";
import { fileLink } from "./link.js";
import { headline, type Page } from "./page.js";
import { staleText, type Report } from "./report.js";
import { explorationLines, targetText } from "./terminal.js";

export { pageOf } from "./page.js";

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A value as text of the page, safe in a browser and in a terminal. */
function escapeFunction(value: unknown): string {
  return visible(String(value)).replace(/[&<>"']/g, (character) => references[character] ?? character);
}

const eta = new Eta({ autoEscape: true, autoTrim: [false, "nl"], varName: "it", escapeFunction });
eta.loadTemplate("@page", pageTemplate);
eta.loadTemplate("@card", cardTemplate);
eta.loadTemplate("@examples", examplesTemplate);
eta.loadTemplate("@remedy", remedyTemplate);
eta.loadTemplate("@index", indexTemplate);

/** One page that needs nothing but itself: no network, no font, no script of others. */
export function htmlOf(page: Page): string {
  const notes = [...explorationLines(page.report), ...page.report.notes];
  const policy = pagePolicy(style, script);
  return eta.render("@page", { ...page, notes, policy, style, script, target: targetText(page.report.target), plural, staleText });
}

/**
 * A page that leads to several.
 * @param entries Each with the name of its page's file, in the same folder.
 */
export function indexOf(entries: readonly { readonly file: string; readonly report: Report }[]): string {
  return eta.render("@index", {
    policy: pagePolicy(style),
    style,
    entries: entries.map(({ file, report }) => ({ href: fileLink(file), report, headline: headline(report), target: targetText(report.target) })),
  });
}
