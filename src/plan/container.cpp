#include "plan/container.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace ingot::plan {
namespace {

static_assert(std::endian::native == std::endian::little, "plans are little-endian");

constexpr std::array<char, 8> kMagic{'I', 'N', 'G', 'O', 'T', 'P', 'L', 'N'};
constexpr uint32_t kVersion = 1;

struct Header {
  std::array<char, 8> magic;
  uint32_t version;
  uint32_t num_sections;
  uint64_t file_size;
  uint64_t checksum;  ///< of the header with this field 0, the table, and zeros up to alignment
};

struct Entry {
  uint32_t kind;
  uint32_t reserved;
  uint64_t offset;
  uint64_t size;      ///< without the zeros that follow
  uint64_t checksum;  ///< with them
};

[[noreturn]] void corrupt(std::string message) {
  throw Error(ErrorCode::kCorrupt, std::move(message));
}

size_t front_size(size_t num_sections) {
  return align_up(sizeof(Header) + num_sections * sizeof(Entry));
}

uint64_t front_checksum(std::span<const std::byte> front) {
  std::vector<std::byte> copy(front.begin(), front.end());
  std::memset(copy.data() + offsetof(Header, checksum), 0, sizeof(Header::checksum));
  return hash_bytes(copy);
}

Header read_header(std::span<const std::byte> file) {
  if (file.size() < sizeof(Header)) {
    corrupt(str("a plan has at least ", sizeof(Header), " bytes, this has ", file.size()));
  }
  Header header{};
  std::memcpy(&header, file.data(), sizeof(header));
  if (header.magic != kMagic) corrupt("this is not an Ingot plan: its first bytes are others");
  if (header.version != kVersion) {
    corrupt(str("the plan has format version ", header.version, ", this library reads version ",
                kVersion, "; build the plan again"));
  }
  if (header.file_size != file.size()) {
    corrupt(
        str("the plan says that it has ", header.file_size, " bytes, ", file.size(), " are here"));
  }
  if (header.num_sections > kMaxSections || front_size(header.num_sections) > file.size()) {
    corrupt(str("the plan's table of ", header.num_sections, " sections does not fit"));
  }
  if (front_checksum(file.first(front_size(header.num_sections))) != header.checksum) {
    corrupt("the plan's header is damaged: its checksum does not agree");
  }
  return header;
}

Entry read_entry(std::span<const std::byte> file, size_t index) {
  Entry entry{};
  std::memcpy(&entry, file.data() + sizeof(Header) + index * sizeof(Entry), sizeof(entry));
  return entry;
}

size_t size_of(const Section& section) {
  size_t size = 0;
  for (const SharedBytes& bytes : section.pieces) size = align_up(size) + bytes.size();
  return size;
}

/// Puts bytes, and zeros up to alignment, where `at` is; where the next begin.
std::byte* put(std::byte* at, std::span<const std::byte> bytes) {
  std::byte* end = std::ranges::copy(bytes, at).out;
  return std::fill_n(end, align_up(bytes.size()) - bytes.size(), std::byte{});
}

}  // namespace

SharedBytes write_container(std::vector<Section> sections) {
  const size_t front = front_size(sections.size());
  size_t size = front;
  for (const Section& section : sections) size += align_up(size_of(section));
  AlignedBytes file = allocate_aligned(size);
  std::byte* end = std::fill_n(file.get(), front, std::byte{});
  Header header{kMagic, kVersion, static_cast<uint32_t>(sections.size()), size, 0};
  for (size_t i = 0; i < sections.size(); ++i) {
    Section& section = sections[i];
    const uint64_t section_size = size_of(section);
    const std::byte* begin = end;
    for (SharedBytes& piece : section.pieces) end = put(end, std::exchange(piece, {}).span());
    const Entry entry{static_cast<uint32_t>(section.kind), 0,
                      static_cast<uint64_t>(begin - file.get()), section_size,
                      hash_bytes({begin, end})};
    std::memcpy(file.get() + sizeof(Header) + i * sizeof(Entry), &entry, sizeof(entry));
  }
  std::memcpy(file.get(), &header, sizeof(header));
  header.checksum = front_checksum({file.get(), front});
  std::memcpy(file.get(), &header, sizeof(header));
  return share(std::move(file), size);
}

ContainerReader::ContainerReader(SharedBytes file) : file_(std::move(file)) {
  const Header header = read_header(file_.span());
  size_t expected = front_size(header.num_sections);
  for (size_t i = 0; i < header.num_sections; ++i) {
    const Entry entry = read_entry(file_.span(), i);
    const size_t left = file_.size() - expected;
    if (entry.offset != expected || entry.size > left || align_up(entry.size) > left) {
      corrupt(str("section ", i, " of the plan does not lie where it should"));
    }
    if (hash_bytes(file_.span().subspan(entry.offset, align_up(entry.size))) != entry.checksum) {
      corrupt(str("section ", i, " of the plan is damaged: its checksum does not agree"));
    }
    expected += align_up(entry.size);
  }
  if (expected != file_.size()) corrupt("bytes follow the plan's last section");
}

std::vector<SharedBytes> ContainerReader::all(SectionKind kind) const {
  const Header header = read_header(file_.span());
  std::vector<SharedBytes> found;
  for (size_t i = 0; i < header.num_sections; ++i) {
    const Entry entry = read_entry(file_.span(), i);
    if (entry.kind != static_cast<uint32_t>(kind)) continue;
    found.push_back(file_.part(entry.offset, entry.size));
  }
  return found;
}

bool ContainerReader::has(SectionKind kind) const { return !all(kind).empty(); }

SharedBytes ContainerReader::section(SectionKind kind) const {
  std::vector<SharedBytes> found = all(kind);
  if (found.empty()) corrupt(str("the plan has no section of kind ", static_cast<uint32_t>(kind)));
  return std::move(found.front());
}

}  // namespace ingot::plan
