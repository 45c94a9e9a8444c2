#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace ingot::plan {

/// What a section of the file holds.
enum class SectionKind : uint32_t {
  kMetadata = 1,  ///< FlatBuffers, plan.fbs
  kWeights = 2,
  kNetwork = 3,        ///< text of a graph; need not be there
  kConstants = 4,      ///< what the network has beside the weights
  kOtherMetadata = 5,  ///< and 6: as 1 and 2, for another device; in pairs
  kOtherWeights = 6,
};

inline constexpr uint32_t kMaxSections = 16;

struct Section {
  SectionKind kind;
  std::vector<SharedBytes> pieces;  ///< each at the next multiple of kAlignment
};

/// The file: a header, a table of sections, the sections, each at a multiple of kAlignment and
/// filled up with zeros to the next. Every byte is covered by a checksum. See docs/plan-format.md.
/// Each piece is let go of as it is copied.
SharedBytes write_container(std::vector<Section> sections);

/// Gives the bytes of sections, parts of `file`.
class ContainerReader {
 public:
  /// Throws Error kCorrupt with what is wrong: not a plan, of another version, cut short, damaged.
  explicit ContainerReader(SharedBytes file);
  /// The first of that kind. Throws Error kCorrupt where there is none.
  SharedBytes section(SectionKind kind) const;
  bool has(SectionKind kind) const;
  std::vector<SharedBytes> all(SectionKind kind) const;

 private:
  SharedBytes file_;
};

}  // namespace ingot::plan
