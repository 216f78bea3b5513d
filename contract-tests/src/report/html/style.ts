/** Light and dark from the reader's system; contrast at least 4.5:1 in both. */
export const style = `
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1d2025;--quiet:#5b616b;--line:#dfdcd3;--accent:#7a4b12;--soft:#f1eee6;
--pass:#0b6b3a;--pass-bg:#e2f3e8;--bad:#b3201b;--bad-bg:#fbe6e3;--warn:#8a5300;--warn-bg:#fbefd9;--known:#3d5a99;--known-bg:#e6ecf8;--code:#f4f2ec}
@media (prefers-color-scheme:dark){:root{--paper:#14161a;--card:#1c1f25;--ink:#e8e6e1;--quiet:#a4aab5;--line:#333842;--accent:#e0b070;--soft:#22262d;
--pass:#6fd39b;--pass-bg:#14301f;--bad:#ff9d94;--bad-bg:#3a1a19;--warn:#f0b95c;--warn-bg:#35280f;--known:#a9c1f5;--known-bg:#1d2740;--code:#101216}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
main,header.top,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
code,pre,.path,.method{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
a{color:inherit;text-decoration-thickness:1px;text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
.heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet{color:var(--quiet);font-size:.92em}
header.top{padding-top:2.5rem;padding-bottom:.5rem}
.brand svg{fill:var(--accent);stroke:var(--paper);stroke-width:2.5;display:block}
.kicker{margin:.9rem 0 0;color:var(--accent);font-weight:600;letter-spacing:.08em;text-transform:uppercase;font-size:.75rem}
h1{font-size:clamp(1.7rem,4vw,2.5rem);line-height:1.15;margin:.15rem 0 1rem;letter-spacing:-.02em;text-wrap:balance;overflow-wrap:anywhere}
.version{color:var(--quiet);font-weight:400;font-size:.6em;letter-spacing:0}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 2.2rem;margin:0}.facts div{min-width:0}.facts dt{color:var(--quiet);font-size:.75rem}.facts dd{margin:0;overflow-wrap:anywhere}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:3rem 0 .6rem}
h3{font-size:1.05rem;margin:2rem 0 .1rem}h4{font-size:.8rem;text-transform:uppercase;letter-spacing:.06em;color:var(--quiet);margin:0 0 .2rem}
.count{display:inline-block;min-width:1.6em;text-align:center;background:var(--soft);border-radius:1em;padding:0 .5em;font-size:.8em;font-weight:600}
.verdict{margin-top:1.5rem;border-radius:14px;padding:1.4rem 1.6rem;border:1px solid var(--line);background:var(--card);border-left:8px solid var(--mark)}
.verdict h2{margin:0;font-size:clamp(1.25rem,3vw,1.7rem);color:var(--mark);display:flex;gap:.7rem;align-items:center}
.verdict p{margin:.4rem 0 1.1rem}.verdict p:empty{display:none}
.verdict.pass{--mark:var(--pass)}.verdict.findings{--mark:var(--bad)}.verdict.unverified{--mark:var(--warn)}
.seal{display:inline-grid;place-items:center;flex:none;width:1.6em;height:1.6em;border-radius:50%;background:var(--mark);color:var(--card);font-size:.9em;font-weight:700}
.tiles{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:1rem}
.tiles strong{display:block;font-size:1.25rem;font-variant-numeric:tabular-nums}.tiles span{color:var(--quiet);font-size:.85rem}
.bar{display:block;width:100%;height:6px;border-radius:3px;background:var(--soft);overflow:hidden;margin-top:.35rem}.bar rect{fill:var(--accent)}
.notes{background:var(--warn-bg);border-radius:10px;padding:.4rem 1rem;margin-top:1rem}
.legend{color:var(--quiet);font-size:.85rem;margin:.2rem 0 .8rem}.key{display:inline-grid;place-items:center;width:1.6em;height:1.6em;border-radius:5px;margin:0 .25em 0 .9em}.key:first-child{margin-left:0}
.scroll{overflow:auto;max-height:75vh;border:1px solid var(--line);border-radius:12px;background:var(--card)}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.92rem}
th,td{padding:.4rem .6rem;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
thead th{position:sticky;top:0;background:var(--card);font-size:.78rem;color:var(--quiet);font-weight:600;z-index:1}
tbody th{font-weight:400}.number{text-align:right;font-variant-numeric:tabular-nums}
.matrix tbody th{position:sticky;left:0;background:var(--card);max-width:34rem;overflow:hidden;text-overflow:ellipsis}
.method{display:inline-block;min-width:4.6em;font-weight:700;font-size:.78em;color:var(--accent)}
.unseen .path{color:var(--quiet)}
.cell,.key{font-weight:700}.cell{display:inline-flex;align-items:center;justify-content:center;min-width:2.6em;padding:.1rem .5rem;border-radius:6px;text-decoration:none;position:relative}
.cell small{font-weight:500;font-variant-numeric:tabular-nums}a.cell:hover{text-decoration:underline}
.pass.cell,.key.pass{color:var(--pass);background:var(--pass-bg)}.findings.cell,.key.findings{color:var(--bad);background:var(--bad-bg)}
.unverified.cell,.key.unverified{color:var(--warn);background:var(--warn-bg)}.known.cell,.key.known{color:var(--known);background:var(--known-bg)}.never.cell,.key.never{color:var(--quiet);background:var(--soft)}
.share{display:flex;align-items:center;gap:.5rem;font-variant-numeric:tabular-nums;font-size:.85rem}.share .bar{width:4.5rem;margin:0}
.filters{position:sticky;top:0;z-index:3;background:var(--paper);padding:.7rem 0;display:flex;flex-wrap:wrap;gap:.6rem .8rem;align-items:center;border-bottom:1px solid var(--line)}
.filters[hidden]{display:none}.filters fieldset{flex-basis:100%;border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.4rem}.filters p{margin:0}
.search{display:flex;align-items:center;gap:.5rem;font-size:.9rem}
input[type=search],button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--quiet);border-radius:8px;padding:.35rem .7rem}input[type=search]{min-width:16rem}
button{cursor:pointer}button:hover{background:var(--soft)}
.chip{display:inline-flex;align-items:center;gap:.4em;border:1px solid var(--line);border-radius:2em;padding:.2rem .7rem;background:var(--card);font-size:.85rem;cursor:pointer}.chip input{accent-color:var(--accent)}
.card,section>details{border:1px solid var(--line);border-radius:10px;background:var(--card);margin:.5rem 0;content-visibility:auto;contain-intrinsic-size:auto 3.2rem}
.card{border-left:4px solid var(--edge,var(--line));scroll-margin-top:6rem}.card.error{--edge:var(--bad)}.card.warning{--edge:var(--warn)}.card.stale{padding:.2rem 1.2rem;--edge:var(--warn)}
.cause{padding:.8rem 1.2rem 0;border-top:1px solid var(--line);scroll-margin-top:6rem}.cause>h4{text-transform:none;letter-spacing:0;font-size:.95rem;color:var(--ink)}.cause .patch{padding:.2rem 0 1rem}.card:target,.cause:target{box-shadow:0 0 0 3px var(--accent)}
summary{cursor:pointer;padding:.6rem 1rem;display:flex;flex-wrap:wrap;gap:.1rem 1rem;align-items:baseline}
summary::before{content:"▸";color:var(--quiet);font-size:.8em;margin-right:-.4rem}details[open]>summary::before{content:"▾"}summary::-webkit-details-marker{display:none}
.what{font-weight:600;flex:1 1 24rem;overflow-wrap:anywhere;min-width:0}.where{color:var(--quiet);font-size:.88rem;overflow-wrap:anywhere}.times{color:var(--quiet);font-size:.85rem;min-width:4.5rem;text-align:right;font-variant-numeric:tabular-nums}
.sides{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.3fr);gap:1.5rem;padding:.6rem 1.2rem 1rem;border-top:1px solid var(--line)}
@media (max-width:50rem){.sides{grid-template-columns:minmax(0,1fr)}}
.sides p,.patch p{margin:0 0 .5rem}
.examples{list-style:none;margin:0;padding:0}.examples li{margin:0 0 .6rem}.value{display:inline-block;background:var(--bad-bg);color:var(--bad);padding:.05rem .45rem;border-radius:5px;overflow-wrap:anywhere}.warning .value{background:var(--warn-bg);color:var(--warn)}.at{display:block;color:var(--quiet);font-size:.85rem;overflow-wrap:anywhere}
pre{background:var(--code);border-radius:8px;padding:.7rem .9rem;overflow:auto;margin:.2rem 0;line-height:1.5;max-height:24rem}
.excerpt{padding:.5rem 0}.line{display:block;padding:0 .9rem 0 0}.line i{display:inline-block;width:3.6rem;padding-right:1rem;text-align:right;color:var(--quiet);font-style:normal;user-select:none}.hit{background:var(--bad-bg);box-shadow:inset 3px 0 var(--bad)}.warning .hit{background:var(--warn-bg);box-shadow:inset 3px 0 var(--warn)}
.patch{padding:.2rem 1.2rem 1rem}section>details>pre,section>details>ul{margin:0 1rem 1rem}
.plain{list-style:none;padding:0;margin:0}.plain>li{padding:.5rem 0;border-bottom:1px solid var(--line)}.plain>li:last-child{border:0}.reason{display:block;color:var(--known)}
.source{background:var(--known-bg);color:var(--known);border-radius:1em;padding:.1rem .6rem;font-weight:600;font-size:.85em}
footer{margin-top:4rem;padding-bottom:3rem;color:var(--quiet);font-size:.85rem;border-top:1px solid var(--line)}
@media print{.filters{display:none}.scroll{max-height:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
