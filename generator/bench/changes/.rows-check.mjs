import { readRows } from "/work/w-diff/generator/bench/changes/rows.mjs"; import {writeFileSync} from "node:fs";
const {runDiff}=await import("/work/w-diff/generator/dist/diff/run-diff.js"); const {changes,equivalences}=await readRows(); let found=0,b=0,fp=0,n=0,eq=0,loud=0;
for(const r of [...changes,...equivalences]){writeFileSync("/tmp/diff/r1.json",JSON.stringify(r.old));writeFileSync("/tmp/diff/r2.json",JSON.stringify(r.next));const {report}=await runDiff("/tmp/diff/r1.json","/tmp/diff/r2.json",{today:"2026-01-01"});const v=report===undefined?"refuses":report.summary.breaking>0?"breaking":"not";
if(r.expected==="breaking"){b++;if(v==="breaking")found++;else console.log("MISSED",r.name,r.side)}else if(r.expected==="equal"){eq++;if(v!=="not"){loud++;console.log("LOUD",r.name,r.side,v)}}else if(r.expected!=="warning"){n++;if(v==="breaking"){fp++;console.log("FP",r.name,r.side)}}}
console.log(`breaking ${found}/${b}, safe flagged ${fp}/${n}, equivalences flagged ${loud}/${eq}`);
