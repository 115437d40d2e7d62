import type { Command, CommanderError } from "commander";
import { MoviolaError } from "../../common/errors.js";

/** What commander says of a command line that it cannot understand, as `E_CLI_USAGE`. */
export function usageError(error: CommanderError, command: Command): MoviolaError {
  const [first, hint] = error.message.replace(/^error: /, "").split("\n", 2);
  const invalid = /^(.*) argument '(.*)' is invalid\. ?(.*)$/s.exec(first);
  const path = commandPath(command);
  const where = { where: path };
  const help = `\`${path} --help\` shows the options and an example`;
  const suggestion = /^\((Did you mean .*\?)\)$/.exec(hint ?? "")?.[1];
  const remedy = suggestion === undefined ? help : `${suggestion} ${help}`;
  if (invalid === null) {
    const summary = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, "");
    return new MoviolaError("E_CLI_USAGE", summary, { ...where, remedy });
  }
  const [, what, got, rule] = invalid;
  return new MoviolaError("E_CLI_USAGE", "An option or argument has a wrong value", {
    where: `${path}, ${what}`,
    expected: rule
      .replace(/^expected /, "")
      .replace(/^Allowed choices are /, "")
      .replace(/\.$/, ""),
    got: JSON.stringify(got),
    remedy,
  });
}

/** Such as `moviola runs list`. */
function commandPath(command: Command): string {
  return command.parent === null
    ? command.name()
    : `${commandPath(command.parent)} ${command.name()}`;
}
