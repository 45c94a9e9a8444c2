#include "ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "failure.h"
#include "files.h"
#include "text.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

constexpr uint64_t kLargestLabels = uint64_t{64} << 20;

std::vector<std::string> read_labels(const std::string& path) {
  const std::vector<std::byte> bytes = read_file(path, kLargestLabels);
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::erase(text, '\r');
  if (text.ends_with('\n')) text.pop_back();
  return split(text, '\n');
}

std::vector<double> values_of(const Tensor& output, std::span<const std::byte> item) {
  std::vector<double> values;
  for (size_t i = 0; i < item.size(); i += output.type->size) {
    values.push_back(output.type->value(&item[i]));
  }
  return values;
}

/// What is not a number comes last.
double rank_of(double value) {
  return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value;
}

}  // namespace

Ranking::Ranking(int count, const std::string& labels) : count_(count), path_(labels) {
  if (!labels.empty()) labels_ = read_labels(labels);
}

json Ranking::of(const Tensor& output, std::span<const std::byte> item) const {
  const std::vector<double> values = values_of(output, item);
  if (!path_.empty() && labels_.size() != values.size()) {
    throw Failure(path_ + ": has " + std::to_string(labels_.size()) + " labels, " + output.name +
                  " has " + std::to_string(values.size()) + " values");
  }
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const size_t count = std::min(order.size(), static_cast<size_t>(count_));
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(count), order.end(),
                    [&](size_t a, size_t b) {
                      return std::pair(rank_of(values[b]), a) < std::pair(rank_of(values[a]), b);
                    });
  json ranking = json::array();
  for (const size_t index : std::span(order).first(count)) {
    ranking.push_back({{"index", index}, {"value", values[index]}});
    if (!path_.empty()) ranking.back()["label"] = labels_[index];
  }
  return ranking;
}

std::string ranking_text(const json& ranking) {
  std::string text;
  for (const json& entry : ranking) {
    text += number_text("  %11.6g", entry["value"].get<double>()) +
            number_text("  %6.0f", entry["index"].get<double>());
    if (entry.contains("label")) text += "  " + printable(entry["label"]);
    text += '\n';
  }
  return text;
}

}  // namespace ingot::tools
