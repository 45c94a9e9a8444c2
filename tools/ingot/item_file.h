#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "execution.h"
#include "picture_conversion.h"

namespace ingot::tools {

/// A file with items for an input: a picture is one, a .npy or raw file holds one or several.
class ItemFile {
 public:
  /// Throws Failure unless the file fits the input.
  ItemFile(const std::string& path, const Tensor& input, const PictureConversion& conversion);

  int count() const { return count_; }
  /// "a.npy[3]"; without the number where there is one item.
  std::string name(int index) const;
  /// Reads one item into memory of its size. Throws Failure.
  void read(int index, std::span<std::byte> item) const;

 private:
  void open_picture(const Tensor& input);
  void open_npy(const Tensor& input);
  void open_raw(const Tensor& input);

  std::string path_;
  const PictureConversion* conversion_;
  std::vector<int64_t> item_shape_;
  int count_ = 1;
  bool is_picture_ = false;
  uint64_t offset_ = 0;  ///< of the first item
};

/// The items of all inputs: item i of the run takes item i of every input.
class ItemFiles {
 public:
  /// `words`: files of the only input, or NAME=FILE. Throws Failure.
  ItemFiles(const std::vector<std::string>& words, const std::vector<Tensor*>& inputs,
            const PictureConversion& conversion);

  int count() const { return count_; }
  /// Of the first input's item.
  std::string name(int index) const;
  /// Reads items from `first` on into the first `count` places of the inputs' host memory, which
  /// are those of the constructor or of another execution. Throws Failure.
  void read(int first, int count, const std::vector<Tensor*>& inputs) const;

 private:
  std::vector<std::vector<ItemFile>> files_;  ///< a list an input
  int count_ = 0;
};

}  // namespace ingot::tools
