#include "compiler/timing_cache_file.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace ingot::compiler {
namespace {

static_assert(std::endian::native == std::endian::little, "timing caches are little-endian");

constexpr std::array<char, 8> kMagic{'I', 'N', 'G', 'O', 'T', 'T', 'I', 'M'};
constexpr uint32_t kVersion = 1;

struct Header {
  std::array<char, 8> magic;
  uint32_t version;
  uint32_t num_problems;
  uint64_t file_size;
  uint64_t checksum;  ///< of the whole file with this field 0
  uint32_t library_size;
  uint32_t device_size;
};

[[noreturn]] void corrupt(std::string message) {
  throw Error(ErrorCode::kCorrupt, std::move(message));
}

uint64_t checksum_of(std::span<const std::byte> file) {
  std::vector<std::byte> copy(file.begin(), file.end());
  std::memset(copy.data() + offsetof(Header, checksum), 0, sizeof(Header::checksum));
  return hash_bytes(copy);
}

class Writer {
 public:
  template <class T>
  void put(const T& value) {
    put(&value, sizeof(value));
  }
  void put(const void* data, size_t size) {
    const auto* bytes = static_cast<const std::byte*>(data);
    file_.insert(file_.end(), bytes, bytes + size);
  }
  std::vector<std::byte>& file() { return file_; }

 private:
  std::vector<std::byte> file_;
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> file) : left_(file) {}

  template <class T>
  T take() {
    T value{};
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  }
  std::string take_text(size_t size) {
    const auto bytes = take(size);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  bool is_at_end() const { return left_.empty(); }

 private:
  std::span<const std::byte> take(size_t size) {
    if (size > left_.size()) corrupt("the timing cache ends in the middle of an entry");
    const auto bytes = left_.first(size);
    left_ = left_.subspan(size);
    return bytes;
  }

  std::span<const std::byte> left_;
};

Header read_header(std::span<const std::byte> file) {
  if (file.size() < sizeof(Header)) {
    corrupt(str("a timing cache has at least ", sizeof(Header), " bytes, this has ", file.size()));
  }
  Header header{};
  std::memcpy(&header, file.data(), sizeof(header));
  if (header.magic != kMagic) corrupt("this is no timing cache: its first bytes are others");
  if (header.version != kVersion) {
    corrupt(str("the timing cache has format version ", header.version,
                ", this library reads version ", kVersion, "; start with an empty one"));
  }
  if (header.file_size != file.size()) {
    corrupt(
        str("the timing cache should have ", header.file_size, " bytes, this has ", file.size()));
  }
  if (header.checksum != checksum_of(file)) {
    corrupt("the timing cache is damaged: its checksum does not agree");
  }
  return header;
}

/// Takes a key that must come after those before it.
template <class Key, class Map>
Key take_next(Reader& reader, const Map& before) {
  const Key key = reader.take<Key>();
  if (!before.empty() && !(before.rbegin()->first < key)) {
    corrupt("the keys of the timing cache are not in ascending order");
  }
  return key;
}

Timings::Candidates take_candidates(Reader& reader) {
  Timings::Candidates candidates;
  const auto count = reader.take<uint32_t>();
  if (count == 0) corrupt("the timing cache has a problem without candidates");
  for (uint32_t i = 0; i < count; ++i) {
    const auto candidate = take_next<uint64_t>(reader, candidates);
    const auto seconds = reader.take<double>();
    if (!std::isfinite(seconds) || std::signbit(seconds)) {
      corrupt(str("the timing cache has a time of ", seconds, " seconds"));
    }
    candidates.emplace_hint(candidates.end(), candidate, seconds);
  }
  return candidates;
}

}  // namespace

std::vector<std::byte> write_timings(const Timings& timings) {
  const auto& [library, device] = timings.origin;
  Header header{kMagic,
                kVersion,
                static_cast<uint32_t>(timings.problems.size()),
                0,
                0,
                static_cast<uint32_t>(library.size()),
                static_cast<uint32_t>(device.size())};
  Writer writer;
  writer.put(header);
  writer.put(library.data(), library.size());
  writer.put(device.data(), device.size());
  for (const auto& [problem, candidates] : timings.problems) {
    writer.put(problem);
    writer.put(static_cast<uint32_t>(candidates.size()));
    for (const auto& [candidate, seconds] : candidates) {
      writer.put(candidate);
      writer.put(seconds);
    }
  }
  std::vector<std::byte>& file = writer.file();
  header.file_size = file.size();
  std::memcpy(file.data(), &header, sizeof(header));
  header.checksum = checksum_of(file);
  std::memcpy(file.data(), &header, sizeof(header));
  return std::move(file);
}

Timings read_timings(std::span<const std::byte> file) {
  const Header header = read_header(file);
  Reader reader(file.subspan(sizeof(Header)));
  Timings timings;
  timings.origin.library = reader.take_text(header.library_size);
  timings.origin.device = reader.take_text(header.device_size);
  for (uint32_t i = 0; i < header.num_problems; ++i) {
    const auto problem = take_next<ProblemKey>(reader, timings.problems);
    timings.problems.emplace_hint(timings.problems.end(), problem, take_candidates(reader));
  }
  if (!reader.is_at_end()) corrupt("bytes follow the last entry of the timing cache");
  return timings;
}

}  // namespace ingot::compiler
