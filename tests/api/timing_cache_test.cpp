#include "api/timing_cache.h"

#include <cmath>

#include "api/devices.h"
#include "compiler/timing_cache_file.h"
#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using namespace nvinfer1;

class TimingCacheTest : public BuildTest {
 protected:
  using Cache = std::unique_ptr<ITimingCache>;

  Cache make_cache(const std::string& blob = {}) {
    return Cache(make_config()->createTimingCache(blob.data(), blob.size()));
  }
  static std::string serialized(const ITimingCache& cache) {
    return bytes_of(*Memory(cache.serialize()));
  }
  /// A cache with one time that claims to come from elsewhere.
  Cache foreign(const compiler::Origin& origin) {
    const auto bytes = compiler::write_timings({origin, {{{{{1, 2}}}, {{3, 1e-3}}}}});
    return make_cache({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  static compiler::Origin here() { return compiler::origin_on(default_device()); }
  /// A cache that knows the two convolutions.
  Cache filled() {
    two_convolutions();
    Cache cache = make_cache();
    const Config config = make_config();
    EXPECT_TRUE(config->setTimingCache(*cache, false));
    first_plan_ = build(*config);
    EXPECT_NE(first_plan_, "");
    return cache;
  }

  std::string first_plan_;
};

TEST_F(TimingCacheTest, SecondBuildMeasuresNothingAndGivesTheSameBytes) {
  const std::string saved = serialized(*filled());
  const Cache loaded = make_cache(saved);
  ASSERT_NE(loaded, nullptr);
  const Config config = make_config();
  ASSERT_TRUE(config->setTimingCache(*loaded, false));
  EXPECT_EQ(config->getTimingCache(), loaded.get());
  config->setFlag(BuilderFlag::kERROR_ON_TIMING_CACHE_MISS);
  EXPECT_EQ(build(*config), first_plan_);
  EXPECT_EQ(serialized(*loaded), saved);
  EXPECT_EQ(error(), "");
}

TEST_F(TimingCacheTest, MissIsAnErrorWhereAskedFor) {
  two_convolutions();
  const Config config = make_config();
  config->setFlag(BuilderFlag::kERROR_ON_TIMING_CACHE_MISS);
  EXPECT_EQ(build(*config), "");
  EXPECT_NE(error().find("the timing cache has no time of "), std::string::npos);
}

TEST_F(TimingCacheTest, DisabledCacheIsNeitherReadNorExtended) {
  two_convolutions();
  const Cache cache = make_cache();
  const Config config = make_config();
  ASSERT_TRUE(config->setTimingCache(*cache, false));
  config->setFlag(BuilderFlag::kDISABLE_TIMING_CACHE);
  EXPECT_NE(build(*config), "");
  EXPECT_EQ(cache->queryKeys(nullptr, 0), 0);
  config->setFlag(BuilderFlag::kERROR_ON_TIMING_CACHE_MISS);
  EXPECT_EQ(build(*config), "");
  EXPECT_EQ(error(),
            "IBuilder::buildSerializedNetwork: BuilderFlag::kERROR_ON_TIMING_CACHE_MISS needs the "
            "timing cache that BuilderFlag::kDISABLE_TIMING_CACHE disables; clear one of them");
}

TEST_F(TimingCacheTest, ResetOfTheConfigurationForgetsTheCache) {
  const Cache cache = make_cache();
  const Config config = make_config();
  EXPECT_EQ(config->getTimingCache(), nullptr);
  config->setTimingCache(*cache, false);
  config->reset();
  EXPECT_EQ(config->getTimingCache(), nullptr);
}

TEST_F(TimingCacheTest, DamagedBlobGivesAnErrorAndNull) {
  const std::string whole = serialized(*filled());
  EXPECT_EQ(error(), "");
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(~damaged[i]);
    EXPECT_EQ(make_cache(damaged), nullptr) << i;
    EXPECT_EQ(error().rfind("IBuilderConfig::createTimingCache: ", 0), 0U) << i;
    if (i == 0) continue;
    EXPECT_EQ(make_cache(whole.substr(0, i)), nullptr) << i;
    EXPECT_NE(error(), "") << i;
  }
  EXPECT_EQ(Cache(make_config()->createTimingCache(nullptr, 8)), nullptr);
  EXPECT_EQ(error(), "IBuilderConfig::createTimingCache: the timing cache is null, its size 8");
}

TEST_F(TimingCacheTest, CombineTakesOverWhatIsNew) {
  const Cache known = filled(), cache = make_cache();
  const int64_t count = known->queryKeys(nullptr, 0);
  ASSERT_GT(count, 0);
  EXPECT_TRUE(cache->combine(*known, false));
  EXPECT_TRUE(cache->combine(*cache, false));
  EXPECT_EQ(serialized(*cache), serialized(*known));
  EXPECT_TRUE(cache->combine(*foreign(here()), false));
  EXPECT_EQ(cache->queryKeys(nullptr, 0), count + 1);
  EXPECT_TRUE(cache->reset());
  EXPECT_EQ(serialized(*cache), serialized(*make_cache()));
}

TEST_F(TimingCacheTest, OtherDevicesAreRefusedUnlessIgnored) {
  const Cache cache = make_cache(), other = foreign({here().library, "the moon"});
  const Config config = make_config();
  EXPECT_FALSE(config->setTimingCache(*other, false));
  EXPECT_EQ(error(),
            "IBuilderConfig::setTimingCache: the timing cache was made on 'the moon', "
            "expected '" +
                here().device + "'; ignore the mismatch, or start with an empty one");
  EXPECT_EQ(config->getTimingCache(), nullptr);
  EXPECT_FALSE(cache->combine(*other, false));
  EXPECT_NE(error(), "");
  EXPECT_TRUE(config->setTimingCache(*other, true));
  EXPECT_TRUE(cache->combine(*other, true));
  EXPECT_EQ(cache->queryKeys(nullptr, 0), 1);
}

TEST_F(TimingCacheTest, OtherVersionsAreNeverCombined) {
  const Cache cache = make_cache(), other = foreign({"0.0.1", here().device});
  const Config config = make_config();
  EXPECT_FALSE(config->setTimingCache(*other, false));
  EXPECT_EQ(error(),
            "IBuilderConfig::setTimingCache: the timing cache was made by version 0.0.1, "
            "expected " +
                here().library + "; start with an empty one");
  EXPECT_TRUE(config->setTimingCache(*other, true));
  EXPECT_FALSE(cache->combine(*other, false));
  EXPECT_FALSE(cache->combine(*other, true));
  EXPECT_EQ(cache->queryKeys(nullptr, 0), 0);
}

TEST_F(TimingCacheTest, EntriesCanBeRead) {
  const Cache cache = filled();
  const int64_t count = cache->queryKeys(nullptr, 0);
  std::vector<TimingCacheKey> keys(static_cast<size_t>(count));
  EXPECT_EQ(cache->queryKeys(keys.data(), 1), count);
  EXPECT_EQ(cache->queryKeys(keys.data(), count), count);
  for (const TimingCacheKey& key : keys) {
    const TimingCacheValue value = cache->query(key);
    EXPECT_NE(value.tacticHash, +TimingCacheValue::kINVALID_TACTIC_HASH);
    EXPECT_GT(value.timingMSec, 0);
  }
  const TimingCacheValue none = cache->query(TimingCacheKey{});
  EXPECT_EQ(none.tacticHash, +TimingCacheValue::kINVALID_TACTIC_HASH);
  EXPECT_LT(none.timingMSec, 0);
  EXPECT_EQ(cache->queryKeys(nullptr, 1), -1);
  EXPECT_EQ(error(), "ITimingCache::queryKeys: expected a buffer of 0 or more keys, got 1");
}

TEST_F(TimingCacheTest, UpdateMakesATacticTheQuickest) {
  const compiler::Timings timings{here(), {{{{{1, 2}}}, {{3, 1e-3}, {4, 2e-3}}}}};
  TimingCache cache(Reporter(messages_), timings);
  TimingCacheKey key{};
  ASSERT_EQ(cache.queryKeys(&key, 1), 1);
  EXPECT_EQ(cache.query(key).tacticHash, 3U);
  EXPECT_TRUE(cache.update(key, {4, 5.0F}));
  EXPECT_EQ(cache.query(key).tacticHash, 4U);
  EXPECT_EQ(cache.query(key).timingMSec, 5.0F);
  EXPECT_EQ(error(), "");
  EXPECT_FALSE(cache.update(key, {5, 1.0F}));
  EXPECT_EQ(error(), "ITimingCache::update: the cache has no time of tactic 5");
  EXPECT_FALSE(cache.update(TimingCacheKey{}, {4, 1.0F}));
  EXPECT_FALSE(cache.update(key, {4, NAN}));
  EXPECT_FALSE(cache.update(key, {4, -1.0F}));
  EXPECT_EQ(cache.query(key).timingMSec, 5.0F);
}

TEST_F(TimingCacheTest, CachesOfOthersAreRefused) {
  struct Foreign final : ITimingCache {
    IHostMemory* serialize() const override { return nullptr; }
    bool combine(const ITimingCache&, bool) override { return true; }
    bool reset() override { return true; }
    int64_t queryKeys(TimingCacheKey*, int64_t) const override { return 0; }
    TimingCacheValue query(const TimingCacheKey&) const override { return {}; }
    bool update(const TimingCacheKey&, const TimingCacheValue&) override { return true; }
  } other;
  const Cache cache = make_cache();
  EXPECT_FALSE(make_config()->setTimingCache(other, true));
  EXPECT_EQ(error(),
            "IBuilderConfig::setTimingCache: expected a cache made by "
            "IBuilderConfig::createTimingCache");
  EXPECT_FALSE(cache->combine(other, true));
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
