const head = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="<%= it.policy %>">
<title>${title}</title>
<style><%~ it.style %></style>
</head>
`;

/** The page. Every value passes through escaping; only the page's own style and script are written as they are. */
export const pageTemplate = `${head("<%= it.headline %> · <%= it.report.spec.title %>")}<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header class="top">
  <div class="brand" aria-hidden="true"><svg viewBox="0 0 64 20" width="64" height="20"><path d="M1 3h62v5H1z"/><path d="M1 12h62v5H1z"/><g><path d="M9 1v18M19 1v18M29 1v18M43 1v18M55 1v18"/></g></svg></div>
  <p class="kicker">Contract report</p>
  <h1><%= it.report.spec.title %> <span class="version"><%= it.report.spec.version %></span></h1>
  <dl class="facts">
    <div><dt>Target</dt><dd><%= it.target %></dd></div>
    <div><dt>Document</dt><dd><code><%= it.report.spec.path %></code> <span class="quiet">sha256 <%= it.report.spec.sha256.slice(0, 12) %></span></dd></div>
    <div><dt>Time</dt><dd><time datetime="<%= it.report.startedAt %>"><%= it.report.startedAt.replace("T", " ").slice(0, 16) %> UTC</time>, <%= (it.report.durationMs / 1000).toFixed(1) %> s</dd></div>
    <div><dt>Tool</dt><dd><%= it.report.tool.name %> <%= it.report.tool.version %></dd></div>
  </dl>
</header>
<main>
<section class="verdict <%= it.report.summary.verdict %>" aria-labelledby="verdict">
  <h2 id="verdict"><span class="seal" aria-hidden="true"><%= {pass: "✓", findings: "✕", unverified: "?"}[it.report.summary.verdict] %></span> <%= it.headline %></h2>
  <p>
    <% if (it.report.summary.interrupted) { %><strong>The run was interrupted.</strong> The report covers the traffic up to then. <% } %>
    <% if (it.report.summary.known > 0) { %><a href="#known"><%= it.plural(it.report.summary.known, "known deviation") %></a> accepted with a reason. <% } %>
    <% if (it.report.summary.ignored > 0) { %><%= it.plural(it.report.summary.ignored, "request") %> ignored: other hosts, pages and assets. <% } %>
    <% if (it.report.summary.verdict === "pass" && it.report.summary.operations.observed < it.report.summary.operations.documented) { %>Only observed traffic is verified. <a href="#never">Parts that were not observed</a> are listed below.<% } %>
  </p>
  <ul class="tiles">
  <% for (const tile of it.tiles) { %>
    <li><strong><%= tile.value %></strong> <span><%= tile.label %></span><svg class="bar" aria-hidden="true"><rect width="<%= tile.percent %>%" height="100%"/></svg></li>
  <% } %>
  </ul>
</section>

<% if (it.notes.length > 0) { %>
<section class="notes" aria-label="Notes"><ul><% for (const note of it.notes) { %><li><%= note %></li><% } %></ul></section>
<% } %>

<% if (it.used.length > 0) { %>
<section aria-labelledby="used">
  <h2 id="used">Never observed, but used by consumers</h2>
  <ul class="plain"><% for (const part of it.used) { %><li><code><%= part.operation %></code> <% if (part.where) { %><span class="quiet"><%= part.where %></span> <% } %><%= part.message %> Used by <%= part.users %>.</li><% } %></ul>
</section>
<% } %>

<section aria-labelledby="matrix">
  <h2 id="matrix">Operations and statuses</h2>
  <p class="legend"><span class="key pass">✓</span> as documented <span class="key findings">✕</span> differs <span class="key known">≈</span> known deviation <span class="key unverified">?</span> not verified <span class="key never">–</span> never observed</p>
  <div class="scroll" role="region" aria-labelledby="matrix" tabindex="0">
  <table class="matrix">
    <thead><tr><th scope="col">Operation</th><th scope="col" class="number">Requests</th><% for (const status of it.statuses) { %><th scope="col"><%= status %></th><% } %><th scope="col">Properties</th></tr></thead>
    <tbody>
    <% for (const row of it.rows) { %>
      <tr<% if (row.operation.interactions === 0) { %> class="unseen"<% } %>>
        <th scope="row"><span class="method"><%= row.method %></span> <span class="path"><%= row.path %></span></th>
        <td class="number"><%= row.operation.interactions %></td>
        <% for (const cell of row.cells) { %><td><% if (cell) { %><% if (cell.link) { %><a class="cell <%= cell.verdict %>" href="<%= cell.link %>" title="<%= cell.label %>"><span aria-hidden="true"><%= cell.mark %><% if (cell.count > 0) { %> <small><%= cell.count %></small><% } %></span><span class="heard"><%= cell.label %></span></a><% } else { %><span class="cell <%= cell.verdict %>" title="<%= cell.label %>"><span aria-hidden="true"><%= cell.mark %><% if (cell.count > 0) { %> <small><%= cell.count %></small><% } %></span><span class="heard"><%= cell.label %></span></span><% } %><% } %></td><% } %>
        <td><% if (row.percent !== undefined) { %><span class="share"><svg class="bar" aria-hidden="true"><rect width="<%= row.percent %>%" height="100%"/></svg> <%= row.percent %>%</span><% } %></td>
      </tr>
    <% } %>
    </tbody>
  </table>
  </div>
</section>

<section aria-labelledby="findings">
  <h2 id="findings">Findings</h2>
  <% if (it.classes.length === 0 && (it.report.baseline?.stale.length ?? 0) === 0) { %><p class="quiet"><% if (it.report.summary.interactions === 0) { %>None, because no traffic was observed.<% } else { %>None.<% } %></p><% } %>
  <% if (it.report.baseline && it.report.baseline.stale.length > 0) { %>
  <div class="card stale"><h3>Baseline entries to correct</h3><ul>
    <% for (const entry of it.report.baseline.stale) { %><li><code><%= it.report.baseline.path %>:<%= entry.line %></code> <%= entry.entry %> <strong><%= it.staleText[entry.problem] %></strong>. <span class="quiet">Reason: <%= entry.reason %></span></li><% } %>
  </ul></div>
  <% } %>
  <% if (it.classes.length > 0) { %>
  <form class="filters" role="search" aria-label="Filter findings" hidden>
    <label class="search">Filter <input type="search" id="filter" autocomplete="off" placeholder="operation, property, keyword …"></label>
    <button type="button" id="toggle">Open all</button>
    <p class="quiet" id="shown" role="status"></p>
    <fieldset><legend class="heard">Classes</legend>
    <% for (const group of it.classes) { %><label class="chip"><input type="checkbox" name="class" value="<%= group.name %>" checked> <%= group.title %> <b><%= group.count %></b></label><% } %>
    </fieldset>
  </form>
  <% for (const [index, group] of it.classes.entries()) { %>
  <section class="class" data-class="<%= group.name %>" aria-labelledby="class-<%= group.name %>">
    <h3 id="class-<%= group.name %>"><%= group.title %> <span class="count"><%= group.count %></span></h3>
    <p class="quiet"><%= group.meaning %></p>
    <% for (const [position, card] of group.cards.entries()) { %><%~ include("@card", { card, open: index === 0 && position === 0 }) %><% } %>
  </section>
  <% } %>
  <% } %>
</section>

<% if (it.known.length > 0) { %>
<section aria-labelledby="known">
  <h2 id="known">Known deviations</h2>
  <ul class="plain">
  <% for (const finding of it.known) { %>
    <li><strong><%= finding.operation %> <%= finding.status %></strong> <%= finding.message %> <span class="reason"><%= finding.known.reason %></span><span class="quiet"><% if (finding.known.owner) { %> Owner: <%= finding.known.owner %>.<% } %><% if (finding.known.until) { %> Until <%= finding.known.until %>.<% } %></span></li>
  <% } %>
  </ul>
</section>
<% } %>

<% for (const [id, title, text, operations] of [
  ["unfilled", "Not exercised", "Nothing was observed of these operations.", it.notExercised],
  ["partly", "Only with unknown or invalid values", "These operations responded, but no usual request with valid values was sent.", it.partlyExercised],
]) { if (operations.length > 0) { %>
<section aria-labelledby="<%= id %>">
  <h2 id="<%= id %>"><%= title %></h2>
  <p class="quiet"><%= text %><% if (operations.some((one) => one.notExercised.add)) { %> An entry may have lines to add to params.yaml.<% } %></p>
  <% for (const one of operations) { %>
  <details><summary><code><%= one.operation %></code> <%= one.notExercised.reason %></summary><% if (one.notExercised.add) { %><pre tabindex="0"><%= one.notExercised.add %></pre><% } %></details>
  <% } %>
</section>
<% } } %>

<section aria-labelledby="never">
  <h2 id="never">Never observed</h2>
  <% if (it.never.length === 0) { %><p class="quiet">All documented parts were observed.</p><% } %>
  <% for (const group of it.never) { %>
  <details><summary><code><%= group.operation %></code> <span class="count"><%= group.parts.length %></span></summary>
  <ul class="plain"><% for (const part of group.parts) { %><li><% if (part.where) { %><span class="quiet"><%= part.where %></span> <% } %><%= part.message %></li><% } %></ul></details>
  <% } %>
</section>

<% if (it.report.recordings) { %>
<section aria-labelledby="recordings">
  <h2 id="recordings">Recordings</h2>
  <div class="scroll" role="region" aria-labelledby="recordings" tabindex="0">
  <table><thead><tr><th scope="col">File</th><th scope="col">Source</th><th scope="col">Recorded</th><th scope="col" class="number">Interactions</th><th scope="col">Document</th><th scope="col">Tool</th></tr></thead><tbody>
  <% for (const one of it.report.recordings) { %><tr><td><code><%= one.path %></code></td><td><span class="source"><%= one.source %></span></td><td><%= one.recordedOn %></td><td class="number"><%= one.interactions %></td><td><%= one.sameDocument ? "this version" : "another version" %></td><td><%= one.tool %></td></tr><% } %>
  </tbody></table>
  </div>
</section>
<% } %>
</main>
<footer><p>Generated by <%= it.report.tool.name %> <%= it.report.tool.version %>. Values that look like credentials are not shown.</p></footer>
<script><%~ it.script %></script>
</body>
</html>
`;

export const cardTemplate = `
<details class="card <%= it.card.severity %>"<% if (it.card.id) { %> id="<%= it.card.id %>"<% } %> data-class="<%= it.card.class %>" data-findings="<%= it.card.findings %>"<% if (it.open) { %> open<% } %>>
  <summary><span class="what"><%= it.card.message %></span> <span class="where"><%= it.card.where[0] %><% if (it.card.where.length > 1) { %> and <%= it.card.where.length - 1 %> more<% } %></span> <span class="times"><% if (it.card.count > 1) { %><%= it.card.count %> times<% } %></span></summary>
  <div class="sides">
    <div>
      <h4>Traffic</h4>
      <p class="quiet"><%= it.card.subject %></p>
      <% if (it.card.id) { %><%~ include("@examples", it.card.causes[0]) %><% } %>
      <% if (it.card.where.length > 1) { %><p class="quiet">In <%= it.card.where.join(", ") %>.</p><% } %>
    </div>
    <div>
      <h4>Document</h4>
      <p class="quiet"><% if (it.card.location) { %><code><%= it.card.location.file %>:<%= it.card.location.line %>:<%= it.card.location.column %></code><% } else { %><code><%= it.card.schemaPath %></code><% } %></p>
      <% if (it.card.excerpt.length > 0) { %><pre class="excerpt" tabindex="0"><% for (const line of it.card.excerpt) { %><span class="line<% if (line.hit) { %> hit<% } %>"><i><%= line.number %></i><%= line.text %>
</span><% } %></pre><% } %>
    </div>
  </div>
  <% if (it.card.id) { %><%~ include("@remedy", it.card.causes[0]) %><% } else { %>
  <% for (const cause of it.card.causes) { %><div class="cause" id="<%= cause.id %>" tabindex="-1"><h4><%= cause.message %></h4><%~ include("@examples", cause) %><%~ include("@remedy", cause) %></div><% } %><% } %>
</details>`;

/** Values of the traffic that show one cause. */
export const examplesTemplate = `<% if (it.examples.length === 0) { %><p class="quiet">No example.</p><% } else { %>
      <ul class="examples"><% for (const example of it.examples) { %><li><% if (example.value !== undefined) { %><code class="value"><%= example.value %></code> <% } %><span class="at"><code><%= example.instancePath || "/" %></code> in <%= example.source %></span></li><% } %></ul><% } %>`;

/** How to reproduce one cause, and the change of the document that would allow it. */
export const remedyTemplate = `<% if (it.steps.length > 0) { %><div class="patch"><h4>Requests</h4><pre tabindex="0"><%= it.steps.join("\\n") %></pre></div><% } %>
  <% if (it.script !== undefined) { %><details class="patch"><summary>Shell script</summary><pre tabindex="0"><%= it.script %></pre></details><% } %>
  <% if (it.patch) { %><div class="patch"><h4>Suggested patch</h4><p class="quiet"><%= it.patchSummary %></p><pre tabindex="0"><%= it.patch %></pre></div><% } %>`;

export const indexTemplate = `${head("Contract reports")}<body>
<header class="top"><p class="kicker">Tallystick</p><h1>Contract reports</h1></header>
<main>
<% for (const entry of it.entries) { %>
<section class="verdict <%= entry.report.summary.verdict %>">
  <h2><a href="<%= entry.href %>"><%= entry.report.spec.title %> <%= entry.report.spec.version %></a></h2>
  <p><%= entry.headline %>, against <%= entry.target %>.</p>
</section>
<% } %>
</main>
</body>
</html>
`;
