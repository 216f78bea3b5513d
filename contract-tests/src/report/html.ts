import { createHash } from "node:crypto";
import { Eta } from "eta/core";
import { script } from "./html/script.js";
import { style } from "./html/style.js";
import { causeTemplate, indexTemplate, pageTemplate } from "./html/template.js";
import { plural } from "../plural.js";
import { fileLink } from "./link.js";
import { headline, type Page } from "./page.js";
import type { Report } from "./report.js";
import { targetText } from "./terminal.js";

export { pageOf } from "./page.js";

const eta = new Eta({ autoEscape: true, autoTrim: [false, "nl"], varName: "it" });
eta.loadTemplate("@page", pageTemplate);
eta.loadTemplate("@cause", causeTemplate);
eta.loadTemplate("@index", indexTemplate);

/** One page that needs nothing but itself: no network, no font, no script of others. */
export function htmlOf(page: Page): string {
  return eta.render("@page", { ...page, policy: policyOf(style, script), style, script, target: targetText(page.report), plural });
}

/** The page's Content-Security-Policy (CSP Level 3 §6.7.3): its own style and script by their hashes, and nothing else. */
function policyOf(ownStyle: string, ownScript?: string): string {
  const scripts = ownScript === undefined ? "" : `; script-src ${hashOf(ownScript)}`;
  return `default-src 'none'; style-src ${hashOf(ownStyle)}${scripts}; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * A page that leads to several.
 * @param entries Each with the name of its page's file, in the same folder.
 */
export function indexOf(entries: readonly { readonly file: string; readonly report: Report }[]): string {
  return eta.render("@index", {
    policy: policyOf(style),
    style,
    entries: entries.map(({ file, report }) => ({ href: fileLink(file), report, headline: headline(report), target: targetText(report) })),
  });
}
