#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "command.h"
#include "manual_page.h"
#include "option_list.h"
#include "trtexec_options.h"

namespace ingot::tools {
namespace {

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

std::string bash_header(const std::string& name) {
  return "# Completion of " + name + " for bash; files complete where no option begins.\n_" + name +
         "() {\n  local current=${COMP_WORDS[COMP_CWORD]} words=\n";
}

std::string bash_subcommands(const CLI::App& program) {
  std::string names;
  std::string cases;
  for (const CLI::App* app : subcommands_of(program)) {
    names += (names.empty() ? "" : " ") + app->get_name();
    cases += "    " + app->get_name() + ") words=\"" + flags_of(*app) + "\" ;;\n";
  }
  return "  case ${COMP_WORDS[1]} in\n" + cases +
         "  esac\n"
         "  [[ $COMP_CWORD -gt 1 ]] || words=\"" +
         names +
         "\"\n"
         "  [[ $COMP_CWORD -gt 1 && $current != -* ]] ||\n";
}

std::string bash(const CLI::App& program) {
  const std::string& name = program.get_name();
  return bash_header(name) +
         (subcommands_of(program).empty()
              ? "  words=\"" + flags_of(program) + "\"\n  [[ $current != -* ]] ||\n"
              : bash_subcommands(program)) +
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -o default -F _" +
         name + " " + name + "\n";
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
      const bool has_value = option->get_items_expected_max() > 0;
      words.append(" \\\n        '--").append(name).append(has_value ? "=[" : "[");
      words.append(zsh_text(option->get_description()))
          .append(has_value ? "]:value:_files'" : "]'");
    }
  }
  return words + " \\\n        '*:file:_files'";
}

std::string zsh_subcommands(const CLI::App& program) {
  std::string names;
  std::string cases;
  for (const CLI::App* app : subcommands_of(program)) {
    names += " '" + app->get_name() + ":" + zsh_text(app->get_description()) + "'";
    cases +=
        "    " + app->get_name() + ")\n      _arguments" + zsh_arguments(*app) + "\n      ;;\n";
  }
  return "  local -a names=(" + names +
         ")\n"
         "  if (( CURRENT == 2 )); then\n"
         "    _describe subcommand names\n"
         "    return\n"
         "  fi\n"
         "  local name=$words[2]\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $name in\n" +
         cases + "  esac\n";
}

std::string zsh(const CLI::App& program) {
  const std::string& name = program.get_name();
  return "#compdef " + name + "\n# Completion of " + name + " for zsh.\n_" + name + "() {\n" +
         (subcommands_of(program).empty() ? "  _arguments" + zsh_arguments(program) + "\n"
                                          : zsh_subcommands(program)) +
         "}\n_" + name + " \"$@\"\n";
}

std::string text_of(const std::string& form, const CLI::App& program) {
  if (form == "bash") return bash(program);
  return form == "zsh" ? zsh(program) : manual_page(program);
}

struct Options {
  std::string form;
  std::string program = "ingot";
};

std::string text_of(const Options& options, const CLI::App& ingot) {
  if (options.program == "ingot") return text_of(options.form, ingot);
  TrtexecOptions unused;
  CLI::App app(kTrtexecDescription, "trtexec");
  set_up_trtexec(app, unused);
  return text_of(options.form, app);
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.group("");  // not listed
  app.add_option("FORM", options->form, "bash, zsh or manual")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "manual"}));
  app.add_option("PROGRAM", options->program, "ingot (unless given) or trtexec")
      ->check(CLI::IsMember({"ingot", "trtexec"}));
  return [options, &app] { std::fputs(text_of(*options, *app.get_parent()).c_str(), stdout); };
}

const Command command("completion", "prints completions of shells and the manual page",
                      "bash|zsh|manual [ingot|trtexec]", set_up);

}  // namespace
}  // namespace ingot::tools
