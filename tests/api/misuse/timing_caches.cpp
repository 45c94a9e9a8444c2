#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

template <class Cache>
std::unique_ptr<nvinfer1::ITimingCache> cache(Workshop& w, const Cache& bytes) {
  return std::unique_ptr<nvinfer1::ITimingCache>(
      w.config->createTimingCache(bytes.data(), bytes.size()));
}

std::unique_ptr<nvinfer1::ITimingCache> empty_cache(Workshop& w) { return cache(w, std::string()); }

const std::vector<Misuse> kTimingCaches = {
    {"timing cache of garbage",
     [](Workshop& w) { return cache(w, std::string(100, 'x')) == nullptr; },
     {"IBuilderConfig::createTimingCache", "no timing cache"}},
    {"timing cache of null",
     [](Workshop& w) { return w.config->createTimingCache(nullptr, 8) == nullptr; },
     {"IBuilderConfig::createTimingCache", "null", "8"}},
    {"timing cache that is cut",
     [](Workshop& w) {
       const std::unique_ptr<nvinfer1::IHostMemory> whole(empty_cache(w)->serialize());
       return w.config->createTimingCache(whole->data(), whole->size() - 1) == nullptr;
     },
     {"IBuilderConfig::createTimingCache"}},
    {"null as the timing cache",
     [](Workshop& w) {
       return !w.config->setTimingCache(null_reference<nvinfer1::ITimingCache>(), true) &&
              w.config->getTimingCache() == nullptr;
     },
     {"IBuilderConfig::setTimingCache", "the cache is null"}},
    {"timing cache combined with null",
     [](Workshop& w) {
       return !empty_cache(w)->combine(null_reference<nvinfer1::ITimingCache>(), true);
     },
     {"ITimingCache::combine", "the cache is null"}},
    {"keys for a null buffer",
     [](Workshop& w) { return empty_cache(w)->queryKeys(nullptr, 4) == -1; },
     {"ITimingCache::queryKeys", "got 4"}},
    {"time below 0",
     [](Workshop& w) {
       return !empty_cache(w)->update({}, {1, -1});
     },
     {"ITimingCache::update", "got -1"}},
    {"time of an unknown tactic",
     [](Workshop& w) {
       return !empty_cache(w)->update({}, {1, 1});
     },
     {"ITimingCache::update", "no time of tactic 1"}},
};

INGOT_MISUSES(TimingCaches, kTimingCaches);

}  // namespace
}  // namespace ingot::test
