// Seeds of the binary formats: make_seeds FOLDER writes FOLDER/TARGET/NAME.
#include <iostream>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/text.h"
#include "compiler/timing_cache_file.h"
#include "tests/caffe/layers/caffemodel.h"
#include "tests/support/plans.h"

namespace ingot::test {
namespace {

/// Weights for the definition of caffemodel.cpp.
std::vector<uint8_t> model(bool old_layers) {
  return caffemodel({{"conv", {2, 2, 3, 3}, std::vector<float>(36, 0.5F)},
                     {"conv", {2}, {1, 2}},
                     {"norm", {2}, {1, 2}},
                     {"norm", {2}, {3, 4}},
                     {"norm", {1}, {1}},
                     {"scale", {2}, {1, 2}},
                     {"scale", {2}, {3, 4}},
                     {"prelu", {2}, {0.1F, 0.2F}},
                     {"ip", {3, 8}, std::vector<float>(24, 0.25F)},
                     {"ip", {3}, {1, 2, 3}}},
                    old_layers);
}

compiler::Timings timings() {
  return {{"1.2.3", "a machine"},
          {{{{{1, 2}}}, {{10, 1e-6}, {11, 2.5e-3}}}, {{{{1, 3}}}, {{10, 0}}}}};
}

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// Version 1 of the format.
std::vector<std::byte> npy(std::string_view shape, size_t elements) {
  std::string header = str("{'descr': '<f4', 'fortran_order': False, 'shape': ", shape, ", }\n");
  std::string file = "\x93NUMPY\x01";
  file += {'\0', static_cast<char>(header.size()), '\0'};
  return bytes_of(file + header + std::string(elements * sizeof(float), '\1'));
}

void write_seeds(const std::string& folder) {
  const std::vector<std::byte> plan = small_plan();
  const std::vector<uint8_t> new_model = model(false), old_model = model(true);
  replace_file(folder + "/plan/whole", plan);
  replace_file(folder + "/plan/metadata", sections_of(plan).metadata.span());
  replace_file(folder + "/plan/network",
               plan::read(SharedBytes::copy_of(plan)).network.text.span());
  replace_file(folder + "/timing_cache/empty", compiler::write_timings({}));
  replace_file(folder + "/timing_cache/two_problems", compiler::write_timings(timings()));
  replace_file(folder + "/caffemodel/new", std::as_bytes(std::span(new_model)));
  replace_file(folder + "/caffemodel/old", std::as_bytes(std::span(old_model)));
  replace_file(folder + "/npy/matrix", npy("(2, 3)", 6));
  replace_file(folder + "/npy/scalar", npy("()", 1));
  replace_file(folder + "/picture/grey", bytes_of("P5\n# a comment\n2 1\n255\nab"));
  replace_file(folder + "/picture/coloured_in_words", bytes_of("P6 1 1 65535\nabcdef"));
}

}  // namespace
}  // namespace ingot::test

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    ingot::test::write_seeds(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
