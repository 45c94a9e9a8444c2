#pragma once

namespace ingot::tools {

/// While it lives, the first SIGINT (Ctrl-C) or SIGTERM is kept in mind instead of ending the
/// program; a second one ends it.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  static bool was_asked_for();
  /// Throws Failure when it was asked for.
  static void check();
};

}  // namespace ingot::tools
