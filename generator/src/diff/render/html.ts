import { Eta } from "eta";
import { pagePolicy } from "../../diagnostics/page-policy.js";
import { jsonText } from "../../model/json-text.js";
import type { Level } from "../change.js";
import { aboutTypes, sentence, reportedChanges, versionAdvice, type DiffReport, type SurfaceChoice } from "../report.js";
import { affectsText, affectedConsumers, unmatchedLines } from "./affects.js";
import { matrixHtml, matrixStyle } from "./matrix-html.js";
import { where } from "./text.js";

/** One self-contained page, light and dark. The template engine escapes every text of the documents. */
export function renderHtml(report: DiffReport, choice: SurfaceChoice): string {
  const changes = reportedChanges(report.changes, choice);
  const groups = (["breaking", "warning", "safe", "documentation"] as const)
    .map((level) => ({ level, changes: changes.filter((change) => change.level === level) }))
    .filter((group) => group.changes.length > 0);
  return new Eta({ autoEscape: true }).renderString(page, {
    report,
    groups,
    sentence: sentence(report, choice),
    advice: versionAdvice(report),
    where,
    aboutTypes,
    affectsText,
    jsonText,
    titles,
    consumers: report.usage === undefined ? [] : [affectedConsumers(changes, report.usage, Infinity), ...unmatchedLines(report.usage)],
    matrix: matrixHtml(report, changes),
    style,
    policy: pagePolicy(style),
  });
}

const titles: Readonly<Record<Level, string>> = {
  breaking: "Breaking: consumers must change their code",
  warning: "Warnings: check whether consumers are affected",
  safe: "Safe: nothing to do",
  documentation: "Documentation: text only",
};

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --paper: light-dark(#fff, #14171a); --card: light-dark(#f6f8fa, #1c2126); --line: light-dark(#d5d9de, #343a41); --quiet: light-dark(#57606a, #9aa4af); --breaking: light-dark(#b3261e, #ff8a80); --warning: light-dark(#8a5a00, #ffcf70); --safe: light-dark(#1a6b35, #7ddb9b); --documentation: light-dark(#57606a, #9aa4af); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 64rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; } p { margin: .35rem 0; }
a { color: inherit; } nav { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
nav a { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .25rem .75rem; text-decoration: none; } nav a:hover { background: var(--card); } nav b { font-size: 1.2rem; }
article { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .6rem 1rem; margin: .6rem 0; }
.breaking { --tone: var(--breaking); } .warning { --tone: var(--warning); } .safe { --tone: var(--safe); } .documentation { --tone: var(--documentation); }
.kind { color: var(--tone); font-size: .85em; font-weight: 600; } .quiet { color: var(--quiet); font-size: .9em; } summary { cursor: pointer; }
.affects { font-weight: 600; }
.affects::first-letter { text-transform: uppercase; }
code, pre { font: .9em/1.45 ui-monospace, monospace; white-space: pre-wrap; } pre { background: var(--card); border-radius: 6px; padding: .6rem .8rem; margin: .35rem 0; max-height: 16rem; overflow: auto; }
${matrixStyle}`;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="<%= it.policy %>">
<title>What changed: <%= it.report.old.name %> → <%= it.report.new.name %></title>
<style><%~ it.style %></style>
</head>
<body>
<main>
<h1>What changed</h1>
<p class="quiet"><code><%= it.report.old.name %></code> (<%= it.report.old.version %>) → <code><%= it.report.new.name %></code> (<%= it.report.new.version %>)</p>
<% for (const note of it.report.notes ?? []) { %><p><%= note %></p><% } %>
<p><strong><%= it.sentence %></strong> <%= it.advice %></p>
<% for (const line of it.consumers) { %><p><%= line %></p><% } %>
<% if (it.groups.length > 1 || (it.matrix && it.groups.length > 0)) { %><nav aria-label="Sections"><% for (const group of it.groups) { %><a class="<%= group.level %>" href="#<%= group.level %>"><b><%= group.changes.length %></b> <%= group.level %></a><% } %><% if (it.matrix) { %><a href="#usage">Usage by consumer</a><% } %></nav><% } %>
<% for (const group of it.groups) { %>
<section aria-labelledby="<%= group.level %>"><h2 id="<%= group.level %>"><%= it.titles[group.level] %></h2>
<% for (const change of group.changes) { %>
<article class="<%= change.level %>">
<h3><%= change.message %></h3>
<p><code><%= it.where(change) %></code> <span class="kind"><%= change.code %><%= it.aboutTypes(change) %></span></p>
<% if (change.affects) { %><p class="affects"><%= it.affectsText(change.affects, change.level, Infinity) %></p><% } %>
<% if (change.witness) { %><p>The <%= change.witness.acceptedBy %> document accepts this value, the <%= change.witness.refusedBy %> one rejects it: <code><%= change.witness.because.keyword %></code> at <% if (change.witness.because.instancePath) { %><code><%= change.witness.because.instancePath %></code><% } else { %>the root of the value<% } %>.</p>
<pre tabindex="0" role="group" aria-label="Example"><%= it.jsonText(change.witness.value, 2) %></pre><% } %>
<p class="quiet"><%= change.help %></p>
<p class="quiet"><% if (change.location.new) { %>Now at <code><%= change.location.new %></code><% } %><% if (change.location.old) { %><%= change.location.new ? ", was" : "Was" %> at <code><%= change.location.old %></code><% } %></p>
<% if (change.operations.length > 1) { %><details class="quiet"><summary><%= change.operations.length %> operations</summary><% for (const operation of change.operations) { %><div><code><%= operation %></code></div><% } %></details><% } %>
</article>
<% } %></section>
<% } %>
<%~ it.matrix %>
</main>
</body>
</html>
`;
