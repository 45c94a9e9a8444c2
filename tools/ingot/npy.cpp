#include "npy.h"

#include <algorithm>
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

/// The text of a key's value: what follows "'KEY':" up to the closing character, which is part of
/// it.
std::string value_of(const std::string& header, const std::string& key, char closing) {
  const std::string quoted = "'" + key + "':";
  const size_t begin = header.find(quoted);
  const size_t from =
      begin == std::string::npos ? begin : header.find_first_not_of(' ', begin + quoted.size());
  const size_t end = from == std::string::npos ? from : header.find(closing, from + 1);
  if (end == std::string::npos) throw Failure("its .npy header has no " + key);
  return header.substr(from, end + 1 - from);
}

/// Reads "(1, 28, 28)", "(10,)" or "()".
std::vector<int64_t> shape_of(const std::string& text) {
  std::vector<int64_t> shape;
  if (text.front() != '(') throw Failure("its .npy header has no shape");
  for (std::string word : split(text.substr(1, text.size() - 2), ',')) {
    std::erase(word, ' ');
    if (word.empty()) continue;
    const auto extent = read_number<int64_t>(word);
    if (!extent || *extent < 0) throw Failure("its .npy header has no sensible shape");
    shape.push_back(*extent);
  }
  return shape;
}

/// The header's text and where it ends in the file: 8 bytes of magic and version, then its length
/// in 2 bytes (version 1) or 4.
std::pair<std::string, size_t> header_text(std::span<const std::byte> file) {
  const auto byte = [&](size_t index) { return std::to_integer<size_t>(file[index]); };
  if (file.size() < 12 || !is_npy(file)) throw Failure("not a .npy file");
  const bool is_short = byte(6) == 1;
  const size_t offset = is_short ? 10 : 12;
  size_t length = byte(8) + 256 * byte(9);
  if (!is_short) length += 65536 * (byte(10) + 256 * byte(11));
  if (byte(6) < 1 || byte(6) > 3 || offset + length > kLongestNpyHeader) {
    throw Failure("its .npy header cannot be read");
  }
  if (offset + length > file.size()) throw Failure("its .npy header ends early");
  return {{reinterpret_cast<const char*>(file.data()) + offset, length}, offset + length};
}

}  // namespace

bool is_npy(std::span<const std::byte> begin) {
  return begin.size() >= kMagic.size() &&
         std::memcmp(begin.data(), kMagic.data(), kMagic.size()) == 0;
}

NpyHeader npy_header_of(std::span<const std::byte> begin, uint64_t size, size_t size_of_element) {
  const auto [text, offset] = header_text(begin);
  const std::string type = value_of(text, "descr", '\'');
  if (type.size() < 3 || type.front() != '\'') throw Failure("its .npy header has no simple type");
  if (value_of(text, "fortran_order", 'e') != "False") {
    throw Failure("is column-major; save it with numpy.ascontiguousarray");
  }
  NpyHeader header{type.substr(1, type.size() - 2), shape_of(value_of(text, "shape", ')')), offset};
  const uint64_t elements = bytes_of(header.shape, size_of_element);
  if (size < offset || size - offset < elements) {
    throw Failure("has " + std::to_string(size) + " bytes, its header promises " +
                  std::to_string(offset) + " and " + std::to_string(elements));
  }
  return header;
}

NpyHeader read_npy_header(const std::string& path, size_t size_of_element) {
  const uint64_t size = size_of_file(path);
  std::vector<std::byte> begin(std::min<uint64_t>(size, kLongestNpyHeader));
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(begin.data()), static_cast<std::streamsize>(begin.size()));
  if (!file) throw Failure(path + ": cannot be read");
  try {
    return npy_header_of(begin, size, size_of_element);
  } catch (const Failure& failure) {
    throw Failure(path + ": " + failure.what());
  }
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
