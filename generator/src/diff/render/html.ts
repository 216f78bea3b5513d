import { Eta } from "eta";
import { aboutTypes, sentence, told, versionAdvice, type DiffReport, type SurfaceChoice } from "../report.js";
import { where } from "./text.js";

/** One self-contained page, light and dark. Every word of the documents is escaped by the template engine. */
export function renderHtml(report: DiffReport, choice: SurfaceChoice): string {
  const changes = told(report.changes, choice);
  const groups = (["breaking", "warning", "safe", "documentation"] as const)
    .map((level) => ({ level, changes: changes.filter((change) => change.level === level) }))
    .filter((group) => group.changes.length > 0);
  return new Eta({ autoEscape: true }).renderString(page, {
    report,
    groups,
    sentence: sentence(changes),
    advice: versionAdvice(report),
    where,
    aboutTypes,
  });
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What changed: <%= it.report.old.name %> → <%= it.report.new.name %></title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --paper: light-dark(#fff, #14171a); --line: light-dark(#d5d9de, #343a41); --quiet: light-dark(#57606a, #9aa4af); --breaking: light-dark(#b3261e, #ff8a80); --warning: light-dark(#8a5a00, #ffcf70); --safe: light-dark(#1a6b35, #7ddb9b); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2rem; text-transform: capitalize; }
article { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .75rem 1rem; margin: .75rem 0; }
.breaking { --tone: var(--breaking); } .warning { --tone: var(--warning); } .safe { --tone: var(--safe); } .documentation { --tone: var(--line); }
.level { color: var(--tone); font-weight: 600; } code, pre { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; } .quiet { color: var(--quiet); }
</style>
</head>
<body>
<main>
<h1>What changed: <%= it.report.old.name %> → <%= it.report.new.name %></h1>
<% if (!it.report.comparable) { %><p>The two documents have no operation in common; they are compared all the same.</p><% } %>
<p><strong><%= it.sentence %></strong> <%= it.advice %></p>
<% for (const group of it.groups) { %>
<section aria-labelledby="<%= group.level %>"><h2 id="<%= group.level %>"><%= group.level %></h2>
<% for (const change of group.changes) { %>
<article class="<%= change.level %>">
<p><span class="level"><%= change.code %></span> <%= it.aboutTypes(change) %> <code><%= it.where(change) %></code></p>
<p><%= change.message %></p>
<% if (change.witness) { %><p>The <%= change.witness.acceptedBy %> document accepts it, the <%= change.witness.refusedBy %> one refuses it (<%= change.witness.because.keyword %> at <code><%= change.witness.because.instancePath || "the whole value" %></code>):</p><pre><%= JSON.stringify(change.witness.value, undefined, 2) %></pre><% } %>
<p class="quiet"><% if (change.location.new) { %>now <code><%= change.location.new %></code> <% } %><% if (change.location.old) { %>was <code><%= change.location.old %></code><% } %></p>
<p class="quiet"><%= change.help %></p>
</article>
<% } %></section>
<% } %>
</main>
</body>
</html>
`;
