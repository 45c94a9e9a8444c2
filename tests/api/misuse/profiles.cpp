// Optimization profiles.
#include <cmath>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::OptProfileSelector;

nvinfer1::IOptimizationProfile& profile(Workshop& w) {
  return *w.builder->createOptimizationProfile();
}

const std::vector<Misuse> kProfiles = {
    {"no profile",
     [](Workshop& w) { return w.config->addOptimizationProfile(nullptr) == -1; },
     {"IBuilderConfig::addOptimizationProfile", "the profile is null"}},
    {"profile whose minimum is above its maximum",
     [](Workshop& w) {
       auto& wrong = profile(w);
       wrong.setDimensions("x", OptProfileSelector::kMIN, dims({4}));
       wrong.setDimensions("x", OptProfileSelector::kOPT, dims({2}));
       wrong.setDimensions("x", OptProfileSelector::kMAX, dims({1}));
       return !wrong.isValid() && w.config->addOptimizationProfile(&wrong) == -1;
     },
     {"IBuilderConfig::addOptimizationProfile", "kMIN <= kOPT <= kMAX"}},
    {"profile without a maximum",
     [](Workshop& w) {
       auto& wrong = profile(w);
       wrong.setDimensions("x", OptProfileSelector::kMIN, dims({1}));
       return w.config->addOptimizationProfile(&wrong) == -1;
     },
     {"the profile lacks dimensions"}},
    {"profile of null",
     [](Workshop& w) {
       return !profile(w).setDimensions(nullptr, OptProfileSelector::kMIN, dims({1}));
     },
     {"IOptimizationProfile::setDimensions", "name is missing"}},
    {"negative extent of a profile",
     [](Workshop& w) {
       return !profile(w).setDimensions("x", OptProfileSelector::kMIN, dims({-1, 4}));
     },
     {"input 'x'", "[-1,4]"}},
    {"unknown profile selector",
     [](Workshop& w) {
       auto& wrong = profile(w);
       return !wrong.setDimensions("x", unknown<OptProfileSelector>(), dims({1})) &&
              wrong.isValid();
     },
     {"IOptimizationProfile::setDimensions", "there is no profile selector 99"}},
    {"asking a profile for an unknown selector",
     [](Workshop& w) {
       return profile(w).getDimensions("x", unknown<OptProfileSelector>()).nbDims == -1;
     },
     {"IOptimizationProfile::getDimensions", "there is no profile selector 99"}},
    {"asking a profile for null",
     [](Workshop& w) {
       return profile(w).getDimensions(nullptr, OptProfileSelector::kMIN).nbDims == -1;
     },
     {"IOptimizationProfile::getDimensions", "the input's name is null"}},
    {"twice as much memory",
     [](Workshop& w) { return !profile(w).setExtraMemoryTarget(2); },
     {"IOptimizationProfile::setExtraMemoryTarget", "from 0 to 1, got 2"}},
    {"memory that is no number",
     [](Workshop& w) { return !profile(w).setExtraMemoryTarget(NAN); },
     {"from 0 to 1, got nan"}},
};

INGOT_MISUSES(Profiles, kProfiles);

}  // namespace
}  // namespace ingot::test
