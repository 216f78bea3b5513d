import { Eta } from "eta";
import type { Use } from "../../usage/matrix.js";
import type { DiffReport, ReportedChange } from "../report.js";
import { count, fieldsByOperation, fieldText, unusedTitle, useText } from "./affects.js";

type Mark = "hit" | "maybe";

interface Cell {
  readonly text: string;
  /** The lines that use it. */
  readonly title: string;
  readonly mark: Mark | undefined;
}

/** A table of consumers and operations, whose fields open below them; after it what no consumer uses. Empty without manifests. */
export function matrixHtml({ usage }: DiffReport, changes: readonly ReportedChange[]): string {
  if (usage === undefined) return "";
  const consumers = usage.consumers.map(({ consumer }) => consumer);
  const marks = marksOf(changes);
  const operations = usage.operations.map(({ operation, uses, fields }) => {
    const byConsumer = new Map(uses.map((use) => [use.consumer, use]));
    const cells = consumers.map((consumer) => {
      const use = byConsumer.get(consumer);
      return use && cellOf(use, marks.get(`${operation}\n${consumer}`));
    });
    return {
      operation,
      cells,
      isAffected: cells.some((cell) => cell?.mark !== undefined),
      fields: fields.map((field) => ({ text: fieldText(field), uses: field.uses.map(useText).join(", ") })),
    };
  });
  return new Eta({ autoEscape: true }).renderString(section, {
    consumers,
    operations,
    hasAffected: operations.some(({ isAffected }) => isAffected),
    unused: usage.unused,
    unusedTitle: unusedTitle(usage.unused),
    unusedFields: fieldsByOperation(usage.unused.fields),
    count,
  });
}

/** Which operation and consumer a break affects, or may. */
function marksOf(changes: readonly ReportedChange[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { level, operations, affects } of changes) {
    if (level !== "breaking" || affects === undefined) continue;
    for (const operation of operations) {
      for (const { consumer } of affects.consumers) marks.set(`${operation}\n${consumer}`, "hit");
      for (const { consumer } of affects.unknown) {
        const key = `${operation}\n${consumer}`;
        if (!marks.has(key)) marks.set(key, "maybe");
      }
    }
  }
  return marks;
}

const mostPlaces = 5;

function cellOf({ places, observed }: Use, mark: Mark | undefined): Cell {
  const shown = places.slice(0, mostPlaces).join("\n");
  const more = places.length > mostPlaces ? `\nand ${places.length - mostPlaces} more` : "";
  const observedParts = observed === undefined ? "" : `observed ${observed} times`;
  return { text: places.length > 0 ? String(places.length) : "•", title: [shown + more, observedParts].filter(Boolean).join("\n"), mark };
}

export const matrixStyle = `
.matrix { overflow: auto; max-height: 85vh; width: fit-content; max-width: calc(100vw - 2rem); position: relative; left: 50%; translate: -50%; border: 1px solid var(--line); border-radius: 6px; overflow-wrap: normal; }
.matrix table { border-collapse: separate; border-spacing: 0; font-size: .85rem; }
.matrix th, .matrix td { border-bottom: 1px solid var(--line); border-right: 1px solid var(--line); padding: .1rem .4rem; font-weight: 400; }
.matrix thead th { position: sticky; top: 0; z-index: 2; background: var(--card); vertical-align: bottom; }
.matrix thead th + th { writing-mode: vertical-rl; rotate: 180deg; text-align: left; max-height: 14rem; border-right: 0; border-left: 1px solid var(--line); }
.matrix th:first-child { position: sticky; left: 0; z-index: 1; background: var(--paper); text-align: left; min-width: min(24rem, 45vw); max-width: min(32rem, 45vw); overflow-wrap: anywhere; }
.matrix thead th:first-child { z-index: 3; background: var(--card); }
.matrix td { text-align: center; min-width: 1.2rem; font-variant-numeric: tabular-nums; }
.hit { background: var(--breaking); color: var(--paper); font-weight: 600; } .maybe { background: var(--warning); color: var(--paper); font-weight: 600; }
.matrix .field { display: none; } .matrix tbody:has(input:checked) .field { display: table-row; } .matrix .field th { padding-left: 2.2rem; color: var(--quiet); } .matrix .field td { text-align: left; min-width: 16rem; }
section:has(#only-affected:checked) .unaffected { display: none; }
.columns { columns: 22rem; font-size: .85rem; } .columns div { break-inside: avoid; }
`;

const section = `<section aria-labelledby="usage"><h2 id="usage">Usage: <%= it.count(it.consumers.length, "consumer") %>, <%= it.count(it.operations.length, "operation") %></h2>
<p>Each number counts the lines that call an operation, a point stands for calls that were only observed. Point at a cell to see the lines. Select an operation to see its fields.</p>
<p><span class="hit">&nbsp;1&nbsp;</span> affected by a breaking change · <span class="maybe">&nbsp;1&nbsp;</span> perhaps affected</p>
<% if (it.hasAffected) { %><p><label><input type="checkbox" id="only-affected"> Only operations with a breaking change that affects a consumer, or may</label></p><% } %>
<% if (it.operations.length > 0) { %><div class="matrix" tabindex="0" role="region" aria-labelledby="usage"><table>
<thead><tr><th scope="col">Operation</th><% for (const consumer of it.consumers) { %><th scope="col"><%= consumer %></th><% } %></tr></thead>
<% for (const { operation, cells, fields, isAffected } of it.operations) { %><tbody<% if (!isAffected) { %> class="unaffected"<% } %>>
<tr><th scope="row"><% if (fields.length > 0) { %><label><input type="checkbox"> <%= operation %></label><% } else { %><%= operation %><% } %></th><% for (const cell of cells) { %><% if (cell) { %><td title="<%= cell.title %>"<% if (cell.mark) { %> class="<%= cell.mark %>"<% } %>><%= cell.text %></td><% } else { %><td></td><% } %><% } %></tr>
<% for (const { text, uses } of fields) { %><tr class="field"><th scope="row"><%= text %></th><td colspan="<%= cells.length %>"><%= uses %></td></tr>
<% } %></tbody>
<% } %></table></div><% } %>
<h2>What could be removed</h2>
<p><%= it.unusedTitle %>.</p>
<% if (it.unused.operations.length > 0) { %><details><summary><%= it.count(it.unused.operations.length, "operation") %> without a known consumer</summary><div class="columns"><% for (const operation of it.unused.operations) { %><div><code><%= operation %></code></div><% } %></div></details><% } %>
<% if (it.unusedFields.length > 0) { %><details><summary><%= it.count(it.unused.fields.length, "field") %> that no known consumer uses</summary><% for (const { operation, texts } of it.unusedFields) { %><h3><code><%= operation %></code></h3><div class="columns"><% for (const text of texts) { %><div><code><%= text %></code></div><% } %></div><% } %></details><% } %>
</section>`;
