import { commands } from "../options/command-names.js";
import type { Command, Option } from "../options/command.js";
import { offerFor } from "./values.js";

export function fishScript(described: readonly Command[]): string {
  const lines = [
    "# Completion of tallystick in fish: tallystick completion fish > ~/.config/fish/completions/tallystick.fish",
    "complete -c tallystick -f",
    ...Object.entries(commands).map(([name, summary]) => `complete -c tallystick -n __fish_use_subcommand -a ${name} -d ${fishQuoted(summary)}`),
    ...described.flatMap(({ name, words = [], options }) => {
      const within = `complete -c tallystick -n '__fish_seen_subcommand_from ${name}'`;
      return [
        ...words.map(({ choices }) => `${within} ${choices === undefined ? "-F" : `-a '${choices.join(" ")}'`}`),
        ...Object.entries(options).map(([option, each]) => `${within} -l ${option} ${valueOf(each)}-d ${fishQuoted(each.help)}`),
        `${within} -s h -l help -d 'Display the options'`,
      ];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function valueOf(option: Option): string {
  if (option.value === undefined) return "";
  const offer = offerFor(option);
  if (offer === "files") return "-r -F ";
  if (offer === "folders") return "-x -a '(__fish_complete_directories)' ";
  if (offer === "nothing") return "-x ";
  return offer.isList ? `-x -a '(__fish_append , ${offer.words.join(" ")})' ` : `-x -a '${offer.words.join(" ")}' `;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
