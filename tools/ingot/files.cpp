#include "files.h"

#include <ingot/ingot.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "failure.h"
#include "logger.h"
#include "text.h"

namespace ingot::tools {
namespace {

/// Bytes of the program's, as the library takes them.
class Bytes : public nvinfer1::IHostMemory {
 public:
  explicit Bytes(std::span<const std::byte> bytes) : bytes_(bytes) {}

  void* data() const override { return const_cast<std::byte*>(bytes_.data()); }
  size_t size() const override { return bytes_.size(); }
  nvinfer1::DataType type() const override { return nvinfer1::DataType::kINT8; }

 private:
  std::span<const std::byte> bytes_;
};

/// Also where neither of them is there yet. An empty path is no file.
bool is_same_file(const std::string& path, const std::string& other) {
  std::error_code error;
  if (std::filesystem::equivalent(path, other, error)) return true;
  const auto canonical = [&error](const std::string& name) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(name, error), error);
  };
  return canonical(path) == canonical(other);
}

}  // namespace

uint64_t size_of_file(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) throw Failure(path + ": not a file");
  const uint64_t size = std::filesystem::file_size(path, error);
  if (error) throw Failure(path + ": " + error.message());
  return size;
}

std::vector<std::byte> read_file(const std::string& path, uint64_t limit) {
  const uint64_t size = size_of_file(path);
  if (size > limit) {
    throw Failure(path + ": has " + bytes_text(size) + ", at most " + bytes_text(limit) +
                  " are read");
  }
  std::vector<std::byte> bytes(size);
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!file || file.gcount() != static_cast<std::streamsize>(size)) {
    throw Failure(path + ": cannot be read");
  }
  return bytes;
}

void require_output(const std::string& path, const std::vector<std::string>& others) {
  if (path.empty()) return;
  std::error_code error;
  const auto there = std::filesystem::status(path, error);
  if (std::filesystem::is_other(there)) return;
  if (std::filesystem::is_directory(there))
    throw Failure(path + ": is a folder; name a file in it");
  const auto folder = std::filesystem::absolute(path).parent_path();
  if (access(folder.c_str(), W_OK | X_OK) != 0 || !std::filesystem::is_directory(folder)) {
    throw Failure(path + ": its folder cannot be written to");
  }
  const auto same = std::ranges::find_if(
      others, [&](const std::string& other) { return is_same_file(path, other); });
  if (same != others.end()) {
    throw WrongWords(path + ": would take the place of " + *same + "; write to another file");
  }
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  Logger logger;
  if (saveMemory(logger, Bytes(bytes), path.c_str())) return;
  throw Failure(logger.first_error().empty() ? path + ": cannot be written" : logger.first_error());
}

void write_file(const std::string& path, const std::string& text) {
  write_file(path, std::as_bytes(std::span(text)));
}

}  // namespace ingot::tools
