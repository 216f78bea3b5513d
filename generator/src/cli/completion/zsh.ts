import { commands } from "../options/command-names.js";
import type { Command, Option } from "../options/command.js";
import { offerFor, quoted } from "./values.js";

export function zshScript(described: readonly Command[]): string {
  const summaries = Object.entries(commands).map(([name, summary]) => `    ${quoted(`${name}:${summary.replaceAll(":", "\\:")}`)}`);
  return `#compdef tallystick
# Completion of tallystick in zsh. Add to ~/.zshrc, after compinit: source <(tallystick completion zsh)
_tallystick() {
  local -a commands=(
${summaries.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${described.map(commandCase).join("\n")}
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _tallystick "$@"; else compdef _tallystick tallystick; fi
`;
}

function commandCase({ name, words = [], options }: Command): string {
  const specs = [
    ...Object.entries(options).map(([option, described]) => optionSpec(option, described)),
    "(-h --help)'{-h,--help}'[Display the options]",
    ...words.map(({ shown, choices }) => `*:${escaped(shown)}:${choices === undefined ? "_files" : `(${choices.join(" ")})`}`),
  ];
  // The braces of -h and --help are for the shell to expand.
  const lines = specs.map((spec) => (spec.startsWith("(-h") ? `'${spec}'` : quoted(spec)));
  return `    ${name})\n      _arguments -S \\\n        ${lines.join(" \\\n        ")}\n      ;;`;
}

function optionSpec(name: string, option: Option): string {
  const { value, many, list, help } = option;
  const repeats = many === true || list === true ? "*" : "";
  if (value === undefined) return `--${name}[${escaped(help)}]`;
  return `${repeats}--${name}=[${escaped(help)}]:${escaped(value)}:${action(option)}`;
}

function action(option: Option): string {
  const offer = offerFor(option);
  if (offer === "files") return "_files";
  if (offer === "folders") return "_files -/";
  if (offer === "nothing") return " ";
  return offer.isList ? `_values -s , value ${offer.words.join(" ")}` : `(${offer.words.join(" ")})`;
}

/** Special characters in a specification of `_arguments`. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, "\\$&");
}
