// Seeds of the binary formats: make_seeds FOLDER writes FOLDER/TARGET/NAME.
#include <iostream>

#include "base/file.h"
#include "compiler/timing_cache_file.h"
#include "tests/support/plans.h"

namespace {

void write(const std::string& path, std::span<const std::byte> bytes) {
  ingot::replace_file(path, bytes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  try {
    const auto plan = ingot::test::small_plan();
    write(folder + "/plan/whole", plan);
    write(folder + "/plan/metadata", ingot::test::sections_of(plan).metadata.span());
    write(folder + "/timing_cache/empty", ingot::compiler::write_timings({}));
    write(folder + "/timing_cache/two_problems",
          ingot::compiler::write_timings(
              {{"1.2.3", "a machine"},
               {{{{{1, 2}}}, {{10, 1e-6}, {11, 2.5e-3}}}, {{{{1, 3}}}, {{10, 0}}}}}));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
