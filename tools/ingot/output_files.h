#pragma once

#include <string>
#include <vector>

#include "execution.h"
#include "item_file.h"
#include "picture_conversion.h"

namespace ingot::tools {

/// Throws Failure unless braces of the pattern enclose what OutputFiles knows.
void require_pattern(const std::string& pattern);

/// Throws Failure where the folder of such files, as far as the pattern alone tells it, cannot be
/// written to, WrongWords where they would take the place of `inputs`.
void require_output_pattern(const std::string& pattern, const std::vector<std::string>& inputs);

/// Files of a run's outputs, named by a pattern in which {output} stands for the output's name,
/// {name} for that of the input's file without folder and ending, and {number} for the item's
/// number. Pictures hold an item each, a .npy file all items of an output.
class OutputFiles {
 public:
  /// Throws Failure when the outputs do not fit the pattern, or its files cannot be written,
  /// WrongWords where they would take the place of `inputs`.
  OutputFiles(std::string pattern, const ItemFiles& items, const std::vector<Tensor*>& outputs,
              const PictureConversion& conversion, const std::vector<std::string>& inputs);

  /// Takes an item's outputs, in the order of the numbers. Throws Failure.
  void add(int number, int place, const std::vector<Tensor*>& outputs);
  /// Writes what holds all items. Throws Failure.
  void finish(const std::vector<Tensor*>& outputs) const;

 private:
  bool holds_pictures() const;
  std::string path(const Tensor& output, int number) const;

  std::string pattern_;
  const ItemFiles* items_;
  const PictureConversion* conversion_;
  std::vector<std::vector<std::byte>> values_;  ///< an output, all items
};

}  // namespace ingot::tools
