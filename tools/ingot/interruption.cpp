#include "interruption.h"

#include <csignal>

#include "failure.h"

namespace ingot::tools {
namespace {

volatile std::sig_atomic_t asked = 0;

void keep_in_mind(int /*signal*/) { asked = 1; }

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(signal, &action, nullptr);
}

}  // namespace

Interruption::Interruption() {
  handle(SIGINT, keep_in_mind);
  handle(SIGTERM, keep_in_mind);
}

Interruption::~Interruption() {
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
}

bool Interruption::was_asked_for() { return asked != 0; }

void Interruption::check() {
  if (was_asked_for()) throw Failure("cancelled, nothing was written");
}

}  // namespace ingot::tools
