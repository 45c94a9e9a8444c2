#include "manual_page.h"

#include "command.h"
#include "option_list.h"

namespace ingot::tools {
namespace {

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

std::string ingot_sections(const CLI::App& program) {
  std::string text = ".SH SYNOPSIS\n.B ingot\n.I SUBCOMMAND ...\n.SH SUBCOMMANDS\n";
  for (const Command* command : all_commands()) {
    const CLI::App* app = program.get_subcommand(command->name);
    if (app->get_group().empty()) continue;
    text += ".SS ingot " + roff_text(command->name) + " " + roff_text(command->usage) + "\n" +
            roff_text(command->description) + ".\n" + roff_options(*app);
  }
  return text;
}

std::string trtexec_sections(const CLI::App& program) {
  return ".SH SYNOPSIS\n"
         ".B trtexec\n.BI \\-\\-deploy= PROTOTXT\n.RB [ \\-\\-model=\\fICAFFEMODEL ]\n.I ...\n.br\n"
         ".B trtexec\n.BI \\-\\-loadEngine= PLAN\n.I ...\n"
         ".SH DESCRIPTION\n.B trtexec\nis a second name of\n.BR ingot (1).\n"
         "It takes the flags of TensorRT's releases 5 to 10 that there is something behind, "
         "refuses the others by name, and prints the lines of release 8 and later.\n"
         ".SH OPTIONS\n" +
         roff_options(program);
}

}  // namespace

std::string manual_page(const CLI::App& program) {
  const bool is_ingot = !subcommands_of(program).empty();
  return std::string(".TH ") + (is_ingot ? "INGOT" : "TRTEXEC") + " 1\n.SH NAME\n" +
         program.get_name() + " \\- " + roff_text(program.get_description()) + "\n" +
         (is_ingot ? ingot_sections(program) : trtexec_sections(program)) +
         ".SH EXIT STATUS\n0 after success, 1 with one line after a failure, 2 with a line of "
         "usage after wrong words.\n"
         ".SH ENVIRONMENT\n.TP\n.B INGOT_THREADS\nthreads that work on one inference; all cores "
         "unless set.\n.SH SEE ALSO\n.BR " +
         (is_ingot ? "trtexec" : "ingot") + " (1)\n";
}

}  // namespace ingot::tools
