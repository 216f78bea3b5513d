import { commands } from "../options/command-names.js";
import type { Command } from "../options/command.js";
import { offerFor } from "./values.js";

/** Works with bash 3.2, which macOS has. */
export function bashScript(described: readonly Command[]): string {
  return `# Completion of tallystick in bash. Add to ~/.bashrc: source <(tallystick completion bash)
_tallystick() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words="" kind="" prefix="" line
  # bash splits --option=value at "=".
  if [[ $current == "=" ]]; then current=""; elif [[ $previous == "=" ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if ((COMP_CWORD == 1)); then
    words="${Object.keys(commands).join(" ")}"
  else
    case "\${COMP_WORDS[1]} $previous" in
${valueCases(described).join("\n")}
      *)
        case "\${COMP_WORDS[1]}" in
${described.map(optionCase).join("\n")}
        esac
        ;;
    esac
  fi
  case $kind in
    list) prefix=\${current%"\${current##*,}"} ;;
    files | folders) compopt -o filenames 2>/dev/null ;;
  esac
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
    case $kind in
      files) compgen -f -- "$current" ;;
      folders) compgen -d -- "$current" ;;
      *) compgen -P "$prefix" -W "$words" -- "\${current#"$prefix"}" ;;
    esac
  )
}
complete -F _tallystick tallystick
`;
}

/** The possible values of an option. Options with equal values share one case. */
function valueCases(described: readonly Command[]): readonly string[] {
  const patternsByOffer = new Map<string, string[]>();
  for (const { name, options } of described) {
    for (const [option, each] of Object.entries(options)) {
      if (each.value === undefined) continue;
      const offer = offerFor(each);
      const found = typeof offer === "string" ? `kind=${offer}` : `words="${offer.words.join(" ")}"${offer.isList ? " kind=list" : ""}`;
      patternsByOffer.set(found, [...(patternsByOffer.get(found) ?? []), `"${name} --${option}"`]);
    }
  }
  return [...patternsByOffer].map(([found, patterns]) => `      ${patterns.join(" | ")}) ${found} ;;`);
}

/** The possible words elsewhere: an option or an argument. */
function optionCase({ name, words = [], options }: Command): string {
  const names = [...Object.keys(options), "help"].map((option) => `--${option}`);
  const choices = words.flatMap((word) => word.choices ?? []);
  const isPath = words.some((word) => word.choices === undefined);
  return `          ${name}) words="${[...choices, ...names].join(" ")}"${isPath ? "; [[ $current == -* ]] || kind=files" : ""} ;;`;
}
