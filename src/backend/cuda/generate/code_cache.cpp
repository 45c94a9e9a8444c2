#include "backend/cuda/generate/code_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <filesystem>
#include <iomanip>
#include <sstream>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

static_assert(std::endian::native == std::endian::little, "files of code are little-endian");

/// Then come the key and the code.
struct Header {
  std::array<char, 8> magic{'I', 'N', 'G', 'O', 'T', 'C', 'O', 'D'};
  uint64_t version = 1;
  uint64_t key_size = 0;
  uint64_t code_size = 0;
  uint64_t checksum = 0;  ///< of the file with this field 0
};

uint64_t checksum_of(Header header, std::span<const std::byte> body) {
  header.checksum = 0;
  return hash_bytes(body, hash_bytes(std::as_bytes(std::span(&header, 1))));
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// The code of a file; nothing unless the file is whole and of that key.
std::optional<std::span<const std::byte>> code_in(std::span<const std::byte> file,
                                                  std::string_view key) {
  Header header;
  const Header ours;
  if (file.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, file.data(), sizeof(header));
  const auto body = file.subspan(sizeof(header));
  const bool is_whole = header.magic == ours.magic && header.version == ours.version &&
                        header.key_size == key.size() && header.key_size <= body.size() &&
                        header.code_size == body.size() - header.key_size &&
                        header.checksum == checksum_of(header, body);
  if (!is_whole || !std::ranges::equal(body.first(key.size()), bytes_of(key))) return std::nullopt;
  return body.subspan(key.size());
}

}  // namespace

std::string CodeCache::path_of(std::string_view key) const {
  std::ostringstream name;
  name << folder_ << "/" << std::hex << std::setfill('0') << std::setw(16) << hash_text(key)
       << ".code";
  return name.str();
}

std::optional<std::vector<std::byte>> CodeCache::find(std::string_view key) const {
  std::error_code error;
  if (folder_.empty() || !std::filesystem::is_regular_file(path_of(key), error))
    return std::nullopt;
  try {
    const SharedBytes file = map_file(path_of(key));
    const auto code = code_in(file.span(), key);
    if (!code) return std::nullopt;
    return std::vector(code->begin(), code->end());
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool CodeCache::keep(std::string_view key, std::span<const std::byte> code) const noexcept try {
  if (folder_.empty()) return false;
  const std::filesystem::path folder(folder_);
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path());
  ::mkdir(folder_.c_str(), S_IRWXU);
  Header header;
  header.key_size = key.size();
  header.code_size = code.size();
  std::vector<std::byte> file(sizeof(header));
  file.insert(file.end(), bytes_of(key).begin(), bytes_of(key).end());
  file.insert(file.end(), code.begin(), code.end());
  header.checksum = checksum_of(header, std::span(file).subspan(sizeof(header)));
  std::memcpy(file.data(), &header, sizeof(header));
  replace_file(path_of(key), file);
  return true;
} catch (const std::exception&) {
  return false;
}

}  // namespace ingot::backend::cuda
