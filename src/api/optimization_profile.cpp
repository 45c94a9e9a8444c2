#include "api/optimization_profile.h"

#include <algorithm>

#include "api/convert.h"
#include "api/enums.h"
#include "api/guard.h"
#include "api/no_dims.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

bool is_ordered(const OptimizationProfile::Extents& extents) {
  const auto& [min, opt, max] = extents;
  if (!min || !opt || !max || min->size() != opt->size() || opt->size() != max->size()) {
    return false;
  }
  for (size_t i = 0; i < min->size(); ++i) {
    if ((*min)[i] > (*opt)[i] || (*opt)[i] > (*max)[i]) return false;
  }
  return true;
}

/// Takes over the range of `symbol`, which several inputs may share: then all must hold.
void merge(plan::Profile& profile, const plan::SymbolRange& range) {
  for (plan::SymbolRange& known : profile.ranges) {
    if (known.symbol != range.symbol) continue;
    require(known.min == range.min && known.opt == range.opt && known.max == range.max,
            ErrorCode::kInvalidArgument, [&] {
              return str("two inputs give extent ", range.symbol, " different ranges: ", known.min,
                         "…", known.max, " and ", range.min, "…", range.max);
            });
    return;
  }
  profile.ranges.push_back(range);
}

void add_ranges(plan::Profile& profile, const std::string& input, const ir::Shape& shape,
                const OptimizationProfile::Extents& extents) {
  require(is_ordered(extents), ErrorCode::kInvalidArgument, [&] {
    return str("the profile's dimensions of input '", input,
               "' are incomplete or not kMIN <= kOPT <= kMAX; set all three");
  });
  const auto& min = *extents[0];
  const auto& opt = *extents[1];
  const auto& max = *extents[2];
  require(min.size() == shape.size(), ErrorCode::kInvalidArgument, [&] {
    return str("the profile's dimensions of input '", input, "' are of rank ", min.size(),
               ", the input is ", to_string(shape));
  });
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i].is_symbol()) {
      merge(profile, {shape[i].symbol_name(), min[i], opt[i], max[i]});
    } else {
      require(shape[i] == ir::Dim(min[i]) && shape[i] == ir::Dim(max[i]),
              ErrorCode::kInvalidArgument, [&] {
                return str("the profile lets extent ", i, " of input '", input, "' run from ",
                           min[i], " to ", max[i], ", but it is fixed at ", shape[i]);
              });
    }
  }
}

}  // namespace

bool OptimizationProfile::setDimensions(const char* inputName, Selector select,
                                        const nvinfer1::Dims& dims) {
  return guard(reporter_, "IOptimizationProfile::setDimensions", false, [&] {
    require(inputName != nullptr && *inputName != '\0', ErrorCode::kInvalidArgument,
            [] { return "the input's name is missing"; });
    check_enum(select, "profile selector");
    const auto extents = extents_of(dims);
    require(std::all_of(extents.begin(), extents.end(), [](int64_t e) { return e >= 0; }),
            ErrorCode::kInvalidArgument, [&] {
              return str("input '", inputName, "': a profile's extents are not negative, got [",
                         join(extents, ","), "]");
            });
    inputs_[inputName].at(static_cast<size_t>(select)) = extents;
    return true;
  });
}

nvinfer1::Dims OptimizationProfile::getDimensions(const char* inputName, Selector select) const {
  return guard(reporter_, "IOptimizationProfile::getDimensions", no_dims(), [&] {
    require(inputName != nullptr, ErrorCode::kInvalidArgument,
            [] { return "the input's name is null"; });
    check_enum(select, "profile selector");
    const auto found = inputs_.find(inputName);
    if (found == inputs_.end()) return no_dims();
    const auto& extents = found->second.at(static_cast<size_t>(select));
    return extents ? dims_of(*extents) : no_dims();
  });
}

bool OptimizationProfile::setExtraMemoryTarget(float target) {
  return guard(reporter_, "IOptimizationProfile::setExtraMemoryTarget", false, [&] {
    require(target >= 0.0F && target <= 1.0F, ErrorCode::kInvalidArgument,
            [&] { return str("expected a target from 0 to 1, got ", target); });
    extra_memory_target_ = target;
    return true;
  });
}

bool OptimizationProfile::isValid() const {
  return std::all_of(inputs_.begin(), inputs_.end(),
                     [](const auto& input) { return is_ordered(input.second); });
}

plan::Profile OptimizationProfile::ranges(const ir::Graph& graph) const {
  plan::Profile profile;
  for (const ir::NodeId id : graph.inputs()) {
    const ir::Node& input = graph.node(id);
    const ir::Shape& shape = input.outputs()[0].shape;
    const auto found = inputs_.find(input.name());
    if (found != inputs_.end()) {
      add_ranges(profile, input.name(), shape, found->second);
    } else {
      require(is_known(shape), ErrorCode::kInvalidArgument, [&] {
        return str("input '", input.name(), "' of shape ", to_string(shape),
                   " has extents that are given at run time, and the profile has no dimensions "
                   "for it");
      });
    }
  }
  return profile;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
