#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "command.h"

namespace ingot::tools {
namespace {

std::vector<const CLI::App*> subcommands(const CLI::App& program) {
  std::vector<const CLI::App*> visible;
  for (const CLI::App* app : program.get_subcommands({})) {
    if (!app->get_group().empty()) visible.push_back(app);
  }
  return visible;
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional) {
  std::vector<const CLI::Option*> options = app.get_options();
  std::erase_if(options,
                [&](const CLI::Option* option) { return option->get_positional() != positional; });
  return options;
}

/// "--help --json ..."
std::string flags_of(const CLI::App& app) {
  std::string flags;
  for (const CLI::Option* option : options_of(app, false)) {
    for (const std::string& name : option->get_lnames()) {
      flags += (flags.empty() ? "--" : " --") + name;
    }
  }
  return flags;
}

std::string bash(const CLI::App& program) {
  std::string names;
  std::string cases;
  for (const CLI::App* app : subcommands(program)) {
    names += (names.empty() ? "" : " ") + app->get_name();
    cases += "    " + app->get_name() + ") words=\"" + flags_of(*app) + "\" ;;\n";
  }
  return "# Completion of ingot for bash; files complete where no option begins.\n"
         "_ingot() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} words=\n"
         "  case ${COMP_WORDS[1]} in\n" +
         cases +
         "  esac\n"
         "  [[ $COMP_CWORD -gt 1 ]] || words=\"" +
         names +
         "\"\n"
         "  [[ $COMP_CWORD -gt 1 && $current != -* ]] ||\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -o default -F _ingot ingot\n";
}

/// As part of a word in single quotes of zsh's _arguments: brackets and colons have a meaning.
std::string zsh_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result;
}

std::string zsh_arguments(const CLI::App& app) {
  std::string words;
  for (const CLI::Option* option : options_of(app, false)) {
    for (const std::string& name : option->get_lnames()) {
      const std::string value = option->get_items_expected_max() > 0 ? ":value:_files" : "";
      words.append(" \\\n        '--").append(name).append("[");
      words.append(zsh_text(option->get_description())).append("]").append(value).append("'");
    }
  }
  return words + " \\\n        '*:file:_files'";
}

std::string zsh(const CLI::App& program) {
  std::string names;
  std::string cases;
  for (const CLI::App* app : subcommands(program)) {
    names += " '" + app->get_name() + ":" + zsh_text(app->get_description()) + "'";
    cases +=
        "    " + app->get_name() + ")\n      _arguments" + zsh_arguments(*app) + "\n      ;;\n";
  }
  return "#compdef ingot\n"
         "# Completion of ingot for zsh.\n"
         "_ingot() {\n"
         "  local -a names=(" +
         names +
         ")\n"
         "  if (( CURRENT == 2 )); then\n"
         "    _describe subcommand names\n"
         "    return\n"
         "  fi\n"
         "  local name=$words[2]\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $name in\n" +
         cases +
         "  esac\n"
         "}\n"
         "_ingot \"$@\"\n";
}

/// As a line of roff: a backslash, a leading dot or quote would be read as requests, a hyphen as
/// one of typography.
std::string roff_text(const std::string& text) {
  std::string result = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (const char c : text) {
    if (c == '\\' || c == '-') result += '\\';
    result += c;
  }
  return result;
}

std::string roff_options(const CLI::App& app) {
  std::string text;
  for (const bool positional : {true, false}) {
    for (const CLI::Option* option : options_of(app, positional)) {
      text += ".TP\n.B " + roff_text(option->get_name(positional, true)) + "\n" +
              roff_text(option->get_description()) + "\n";
    }
  }
  return text;
}

std::string manual(const CLI::App& program) {
  std::string text = ".TH INGOT 1\n.SH NAME\ningot \\- " + roff_text(program.get_description()) +
                     "\n.SH SYNOPSIS\n.B ingot\n.I SUBCOMMAND ...\n.SH SUBCOMMANDS\n";
  for (const Command* command : all_commands()) {
    const CLI::App* app = program.get_subcommand(command->name);
    if (app->get_group().empty()) continue;
    text += ".SS ingot " + roff_text(command->name) + " " + roff_text(command->usage) + "\n" +
            roff_text(command->description) + ".\n" + roff_options(*app);
  }
  return text +
         ".SH EXIT STATUS\n0 after success, 1 with one line after a failure, 2 with a line of "
         "usage "
         "after wrong words.\n"
         ".SH ENVIRONMENT\n.TP\n.B INGOT_THREADS\nthreads that work on one inference; all cores "
         "unless set.\n.SH SEE ALSO\n.BR trtexec (1)\n";
}

std::function<void()> set_up(CLI::App& app) {
  const auto form = std::make_shared<std::string>();
  app.group("");  // not listed
  app.add_option("FORM", *form, "bash, zsh or manual")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "manual"}));
  return [form, &app] {
    const CLI::App& program = *app.get_parent();
    const std::string text = *form == "bash"  ? bash(program)
                             : *form == "zsh" ? zsh(program)
                                              : manual(program);
    std::fputs(text.c_str(), stdout);
  };
}

const Command command("completion", "prints completions of shells and the manual page",
                      "bash|zsh|manual", set_up);

}  // namespace
}  // namespace ingot::tools
