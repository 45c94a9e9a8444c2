#include "output_files.h"

#include <filesystem>
#include <set>

#include "failure.h"
#include "files.h"
#include "npy.h"

namespace ingot::tools {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// A blob's name as part of a file's name.
std::string file_name(std::string name) { return replaced(std::move(name), "/", "_"); }

std::span<const float> floats_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float)};
}

}  // namespace

void require_pattern(const std::string& pattern) {
  std::string rest = pattern;
  for (const char* word : {"{number}", "{output}", "{name}"}) rest = replaced(rest, word, "-");
  if (rest.find_first_of("{}") == std::string::npos) return;
  throw Failure("'" + pattern + "': expected {output}, {name} or {number} where braces are");
}

void require_output_pattern(const std::string& pattern, const std::vector<std::string>& inputs) {
  const std::string folder = std::filesystem::path(pattern).parent_path();
  if (folder.find('{') == std::string::npos) require_output(pattern, inputs);
}

OutputFiles::OutputFiles(std::string pattern, const ItemFiles& items,
                         const std::vector<Tensor*>& outputs, const PictureConversion& conversion,
                         const std::vector<std::string>& inputs)
    : pattern_(std::move(pattern)),
      items_(&items),
      conversion_(&conversion),
      values_(outputs.size()) {
  if (!holds_pictures() && !pattern_.ends_with(".npy")) {
    throw Failure(pattern_ + ": expected a name that ends with .npy, .png, .ppm or .pgm");
  }
  std::set<std::string> paths;
  for (const Tensor* output : outputs) {
    if (holds_pictures()) conversion.require_fit(output->name, output->item_shape());
    for (int i = 0; i < (holds_pictures() ? items.count() : 1); ++i) {
      require_output(path(*output, i), inputs);
      if (paths.insert(path(*output, i)).second) continue;
      throw Failure(path(*output, i) +
                    ": would be written twice; put {output}, {name} or {number} "
                    "into the file's name");
    }
  }
}

bool OutputFiles::holds_pictures() const { return is_image_name(pattern_); }

std::string OutputFiles::path(const Tensor& output, int number) const {
  std::string path = replaced(pattern_, "{number}", std::to_string(number));
  path = replaced(path, "{output}", file_name(output.name));
  const std::string stem = std::filesystem::path(items_->name(number)).stem();
  return replaced(path, "{name}", stem);
}

void OutputFiles::add(int number, int place, const std::vector<Tensor*>& outputs) {
  for (size_t i = 0; i < outputs.size(); ++i) {
    const std::span<const std::byte> item = outputs[i]->item(place);
    if (holds_pictures()) {
      write_image(path(*outputs[i], number),
                  conversion_->picture_of(floats_of(item), outputs[i]->item_shape()));
    } else {
      values_[i].insert(values_[i].end(), item.begin(), item.end());
    }
  }
}

void OutputFiles::finish(const std::vector<Tensor*>& outputs) const {
  for (size_t i = 0; i < outputs.size() && !holds_pictures(); ++i) {
    std::vector<int64_t> shape = outputs[i]->shape;
    shape[0] = items_->count();
    std::vector<std::byte> file = npy_header(*outputs[i]->type, shape);
    file.insert(file.end(), values_[i].begin(), values_[i].end());
    write_file(path(*outputs[i], 0), file);
  }
}

}  // namespace ingot::tools
