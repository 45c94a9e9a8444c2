#include "item_file.h"

#include <array>
#include <cstring>
#include <fstream>
#include <limits>
#include <numeric>

#include "failure.h"
#include "files.h"
#include "npy.h"

namespace ingot::tools {
namespace {

std::vector<std::byte> first_bytes(const std::string& path) {
  std::array<char, 16> begin{};
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), begin.size());
  const auto bytes = std::as_bytes(std::span(begin.data(), static_cast<size_t>(file.gcount())));
  return {bytes.begin(), bytes.end()};
}

int checked_count(const std::string& path, uint64_t count) {
  if (count < 1 || count > std::numeric_limits<int>::max()) {
    throw Failure(path + ": has " + std::to_string(count) + " items");
  }
  return static_cast<int>(count);
}

std::string takes(const Tensor& input) {
  return input.name + " takes " + shape_text(input.item_shape()) + " " + input.type->name;
}

int total_of(const std::vector<ItemFile>& files) {
  return std::accumulate(files.begin(), files.end(), 0,
                         [](int sum, const ItemFile& file) { return sum + file.count(); });
}

/// The file with an item of the list, and the item's number in it.
std::pair<const ItemFile*, int> find(const std::vector<ItemFile>& files, int index) {
  for (const ItemFile& file : files) {
    if (index < file.count()) return {&file, index};
    index -= file.count();
  }
  throw Failure("there is no such item");
}

std::string names_of(const std::vector<Tensor*>& inputs) {
  std::string names;
  for (const Tensor* input : inputs) names += (names.empty() ? "" : ", ") + input->name;
  return names;
}

/// The input that a word names, and its file.
std::pair<size_t, std::string> target_of(const std::string& word,
                                         const std::vector<Tensor*>& inputs) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    const std::string prefix = inputs[i]->name + "=";
    if (word.starts_with(prefix)) return {i, word.substr(prefix.size())};
  }
  if (inputs.size() == 1) return {0, word};
  throw Failure("'" + word + "': expected NAME=FILE, where NAME is one of " + names_of(inputs));
}

}  // namespace

ItemFile::ItemFile(const std::string& path, const Tensor& input,
                   const PictureConversion& conversion)
    : path_(path), conversion_(&conversion), item_shape_(input.item_shape()) {
  const std::vector<std::byte> begin = first_bytes(path);
  if (is_image(begin)) {
    open_picture(input);
  } else if (is_npy(begin)) {
    open_npy(input);
  } else {
    open_raw(input);
  }
}

void ItemFile::open_picture(const Tensor& input) {
  is_picture_ = true;
  if (input.type->type != nvinfer1::DataType::kFLOAT) {
    throw Failure(path_ + ": is a picture, " + takes(input) + "; give it as .npy");
  }
  conversion_->require_fit(input.name, item_shape_);
}

void ItemFile::open_npy(const Tensor& input) {
  const NpyHeader header = read_npy_header(path_, input.type->size);
  const bool is_one = header.shape == item_shape_;
  const bool is_list = !header.shape.empty() &&
                       std::vector(header.shape.begin() + 1, header.shape.end()) == item_shape_;
  if (header.type != input.type->numpy || (!is_one && !is_list)) {
    throw Failure(path_ + ": holds " + shape_text(header.shape) + " of type " + header.type + ", " +
                  takes(input) + " (" + input.type->numpy + "), or a list of these");
  }
  offset_ = header.offset;
  count_ = is_one ? 1 : checked_count(path_, static_cast<uint64_t>(header.shape[0]));
}

void ItemFile::open_raw(const Tensor& input) {
  const uint64_t item_size = bytes_of(item_shape_, input.type->size);
  const uint64_t size = size_of_file(path_);
  if (size == 0 || item_size == 0 || size % item_size != 0) {
    throw Failure(path_ + ": is no picture, no .npy, and has " + std::to_string(size) + " bytes; " +
                  takes(input) + ", which is " + std::to_string(item_size));
  }
  count_ = checked_count(path_, size / item_size);
}

std::string ItemFile::name(int index) const {
  return count_ == 1 ? path_ : path_ + "[" + std::to_string(index) + "]";
}

void ItemFile::read(int index, std::span<std::byte> item) const {
  if (is_picture_) {
    const std::span values(reinterpret_cast<float*>(item.data()), item.size() / sizeof(float));
    return conversion_->store(read_image(path_), item_shape_, values);
  }
  std::ifstream file(path_, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset_ + static_cast<uint64_t>(index) * item.size()));
  file.read(reinterpret_cast<char*>(item.data()), static_cast<std::streamsize>(item.size()));
  if (!file) throw Failure(path_ + ": cannot be read");
}

ItemFiles::ItemFiles(const std::vector<std::string>& words, const std::vector<Tensor*>& inputs,
                     const PictureConversion& conversion)
    : files_(inputs.size()) {
  for (const std::string& word : words) {
    const auto [input, path] = target_of(word, inputs);
    files_[input].emplace_back(path, *inputs[input], conversion);
  }
  for (size_t i = 0; i < inputs.size(); ++i) {
    const int total = total_of(files_[i]);
    if (i == 0) count_ = total;
    if (total == 0 || total != count_) {
      throw Failure(inputs[i]->name + ": has " + std::to_string(total) +
                    " items; every input needs the same number, at least 1");
    }
  }
}

std::string ItemFiles::name(int index) const {
  const auto [file, number] = find(files_.front(), index);
  return file->name(number);
}

void ItemFiles::read(int first, int count, const std::vector<Tensor*>& inputs) const {
  for (size_t i = 0; i < inputs.size(); ++i) {
    for (int j = 0; j < count; ++j) {
      const auto [file, number] = find(files_[i], first + j);
      file->read(number, inputs[i]->item(j));
    }
  }
}

}  // namespace ingot::tools
