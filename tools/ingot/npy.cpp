#include "npy.h"

#include <array>
#include <cstring>
#include <fstream>
#include <string_view>

#include "failure.h"
#include "files.h"
#include "numbers.h"
#include "text.h"

namespace ingot::tools {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr uint64_t kLongestHeader = 1 << 16;

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw Failure(path + ": " + what);
}

/// The text of a key's value: what follows "'KEY':" up to the closing character, which is part of
/// it.
std::string value_of(const std::string& path, const std::string& header, const std::string& key,
                     char closing) {
  const std::string quoted = "'" + key + "':";
  const size_t begin = header.find(quoted);
  const size_t from =
      begin == std::string::npos ? begin : header.find_first_not_of(' ', begin + quoted.size());
  const size_t end = from == std::string::npos ? from : header.find(closing, from + 1);
  if (end == std::string::npos) refuse(path, "its .npy header has no " + key);
  return header.substr(from, end + 1 - from);
}

/// Reads "(1, 28, 28)", "(10,)" or "()".
std::vector<int64_t> shape_of(const std::string& path, const std::string& text) {
  std::vector<int64_t> shape;
  if (text.front() != '(') refuse(path, "its .npy header has no shape");
  for (std::string word : split(text.substr(1, text.size() - 2), ',')) {
    std::erase(word, ' ');
    if (word.empty()) continue;
    const auto extent = read_number<int64_t>(word);
    if (!extent || *extent < 0) refuse(path, "its .npy header has no sensible shape");
    shape.push_back(*extent);
  }
  return shape;
}

/// The header's text and where it ends in the file: 8 bytes of magic and version, then its length
/// in 2 bytes (version 1) or 4.
std::pair<std::string, uint64_t> header_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<unsigned char, 12> begin{};
  file.read(reinterpret_cast<char*>(begin.data()), begin.size());
  if (!file || std::memcmp(begin.data(), kMagic.data(), kMagic.size()) != 0) {
    refuse(path, "not a .npy file");
  }
  const bool is_short = begin[6] == 1;
  const uint64_t offset = is_short ? 10 : 12;
  uint64_t length = begin[8] + 256U * begin[9];
  if (!is_short) length += 65536U * (begin[10] + 256U * begin[11]);
  if (begin[6] < 1 || begin[6] > 3 || length > kLongestHeader) {
    refuse(path, "its .npy header cannot be read");
  }
  std::string text(length, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(text.data(), static_cast<std::streamsize>(length));
  if (!file) refuse(path, "its .npy header ends early");
  return {text, offset + length};
}

}  // namespace

bool is_npy(std::span<const std::byte> begin) {
  return begin.size() >= kMagic.size() &&
         std::memcmp(begin.data(), kMagic.data(), kMagic.size()) == 0;
}

NpyHeader read_npy_header(const std::string& path, size_t size_of_element) {
  const auto [text, offset] = header_text(path);
  const std::string type = value_of(path, text, "descr", '\'');
  if (type.size() < 3 || type.front() != '\'') refuse(path, "its .npy header has no simple type");
  if (value_of(path, text, "fortran_order", 'e') != "False") {
    refuse(path, "is column-major; save it with numpy.ascontiguousarray");
  }
  NpyHeader header{type.substr(1, type.size() - 2),
                   shape_of(path, value_of(path, text, "shape", ')')), offset};
  const uint64_t expected = offset + bytes_of(header.shape, size_of_element);
  const uint64_t present = size_of_file(path);
  if (present < expected) {
    refuse(path, "has " + std::to_string(present) + " bytes, its header promises " +
                     std::to_string(expected));
  }
  return header;
}

std::vector<std::byte> npy_header(const ElementType& type, const std::vector<int64_t>& shape) {
  constexpr size_t kAlignment = 64;
  std::string dictionary =
      std::string("{'descr': '") + type.numpy + "', 'fortran_order': False, 'shape': (";
  for (const int64_t extent : shape) dictionary += std::to_string(extent) + ",";
  dictionary += "), }";
  const size_t unfilled = 10 + dictionary.size() + 1;
  dictionary += std::string((kAlignment - unfilled % kAlignment) % kAlignment, ' ') + "\n";
  std::string header(kMagic);
  header += {'\1', '\0', static_cast<char>(dictionary.size() % 256),
             static_cast<char>(dictionary.size() / 256)};
  header += dictionary;
  const auto bytes = std::as_bytes(std::span(header));
  return {bytes.begin(), bytes.end()};
}

}  // namespace ingot::tools
