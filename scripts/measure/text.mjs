// How figures, dates and tables are written on the pages.

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `2026-11-30` → `30 November 2026` */
export function dateText(date) {
  const [year, month, day] = date.split("-").map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

/** The first row is the head. `align` has a letter for each column; without it the first is text (`l`) and the others are numbers (`r`). */
export function markdownTable(rows, align = "l") {
  const [head, ...body] = rows.map((row) => row.map((cell) => String(cell).replaceAll(/(?<!\\)\|/g, "\\|")));
  return [head, head.map((_, column) => (align[column] === "l" ? "---" : "---:")), ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** Lines of at most 120 characters. */
export function wrap(text) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== "" && line.length + word.length >= 120) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

/** 13638 → `13,638` */
export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function megabytes(bytes, digits = 1) {
  return (bytes / 1e6).toFixed(digits);
}

/** `1.50 (1.47–1.55)` */
export function withRange({ min, median, max }, digits = 2) {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

/** What other programs used of the machine. */
export function loadText(busy) {
  return busy < 0.1 ? "otherwise idle" : `busy with other work (${Math.round(busy * 100)} % of the processors)`;
}

/** Date, command, Node and machine of a bench, in one or two sentences. */
export function caption({ date, command, node, node24, machine, busy }, also = "") {
  const nodes = node24 === undefined ? `Node ${node}` : `Node ${node} and ${node24.node}`;
  const { cores, cpu, memoryGB, system } = machine;
  return wrap(
    `\`${command}\`, ${dateText(date)}. ${nodes} on ${system}, ${cores} cores (${cpu}), ${memoryGB} GB, ${loadText(busy)}.${also && ` ${also}`}`,
  );
}
