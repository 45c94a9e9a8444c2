#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace ingot {
namespace {

[[noreturn]] void fail(const char* action, const std::string& path, int reason = errno) {
  throw Error(ErrorCode::kIo, str("cannot ", action, " ", path, ": ", std::strerror(reason)));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

bool write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return true;
}

/// Makes a rename in the folder of `path` survive a power cut.
void sync_folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() >= 0) ::fsync(descriptor.get());
}

/// For what cannot be replaced: devices and pipes.
void write_into(const std::string& path, std::span<const std::byte> bytes) {
  Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  const bool written =
      descriptor.get() >= 0 && write_all(descriptor.get(), bytes) && descriptor.close();
  if (!written) fail("write", path);
}

mode_t mask_of_process() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return mask;
}

std::string without_links(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  if (real == nullptr) fail("find", path);
  return real.get();
}

void write_beside_and_rename(const std::string& path, mode_t mode,
                             std::span<const std::byte> bytes) {
  std::string temporary = path + ".XXXXXX";
  Descriptor descriptor(::mkostemp(temporary.data(), O_CLOEXEC));
  if (descriptor.get() < 0) fail("create a temporary file beside", path);
  const bool written = ::fchmod(descriptor.get(), mode) == 0 &&
                       write_all(descriptor.get(), bytes) && ::fsync(descriptor.get()) == 0 &&
                       descriptor.close() && std::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    fail("write", path, reason);
  }
  sync_folder_of(path);
}

}  // namespace

SharedBytes map_file(const std::string& path) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.get() < 0) fail("open", path);
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) fail("inspect", path);
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::kIo, str("cannot read ", path, ": not a regular file"));
  }
  const auto size = static_cast<size_t>(status.st_size);
  if (size == 0) return {};
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
  if (address == MAP_FAILED) fail("map", path);
  std::shared_ptr<const void> owner(
      address, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); });
  return {std::move(owner), {static_cast<const std::byte*>(address), size}};
}

void replace_file(const std::string& path, std::span<const std::byte> bytes) {
  struct stat old {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) return write_into(path, bytes);
  const mode_t mode = exists ? old.st_mode & 0777 : 0666 & ~mask_of_process();
  write_beside_and_rename(exists ? without_links(path) : path, mode, bytes);
}

}  // namespace ingot
