// The memory that a build measures in, from the program's allocator.
#include <cstdlib>
#include <set>

#include "api/runtime.h"
#include "plan/serialize.h"
#include "tests/api/build_fixture.h"
#include "tests/support/foreign_plan.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

/// Keeps count; refuses from the allocation on that has the number `first_refused`.
class CountingAllocator final : public nvinfer1::IGpuAllocator {
 public:
  void* allocate(uint64_t size, uint64_t alignment, nvinfer1::AllocatorFlags) override {
    if (++asked >= first_refused) return nullptr;
    void* const memory =
        std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    out_.insert(memory);
    return memory;
  }
  bool deallocate(void* memory) override {
    EXPECT_EQ(out_.erase(memory), 1U);
    std::free(memory);
    return true;
  }
  size_t num_out() const { return out_.size(); }

  size_t asked = 0;
  size_t first_refused = SIZE_MAX;

 private:
  std::set<void*> out_;
};

class BuildMemory : public BuildTest {
 protected:
  BuildMemory() {
    two_convolutions();
    network_->getLayer(0)->setName("first");
    builder_.setGpuAllocator(&allocator_);
  }

  CountingAllocator allocator_;
};

TEST_F(BuildMemory, ComesFromTheProgramsAllocatorAndGoesBack) {
  const Config config = make_config();
  EXPECT_NE(build(*config), "") << error();
  EXPECT_GT(allocator_.asked, 0U);
  EXPECT_EQ(allocator_.num_out(), 0U);
  EXPECT_TRUE(builder_.isNetworkSupported(*network_, *config));
  EXPECT_EQ(allocator_.num_out(), 0U);
  const size_t before = allocator_.asked;
  builder_.setGpuAllocator(nullptr);
  EXPECT_NE(build(*config), "") << error();
  EXPECT_EQ(allocator_.asked, before);
}

TEST_F(BuildMemory, IsNotNeededWhereNothingIsMeasured) {
  const Config config = make_config();
  config->setBuilderOptimizationLevel(0);
  EXPECT_NE(build(*config), "") << error();
  EXPECT_EQ(allocator_.asked, 0U);
}

TEST_F(BuildMemory, ThatIsRefusedIsAnErrorOfTheLayerAndTheNextBuildIsWhole) {
  const Config config = make_config();
  for (const size_t refused : {1, 2, 3, 10}) {
    allocator_.asked = 0;
    allocator_.first_refused = refused;
    EXPECT_EQ(build(*config), "");
    const std::string text = error();
    EXPECT_NE(text.find(refused == 1 ? "layer first" : "layer "), std::string::npos) << text;
    EXPECT_NE(text.find("the program's IGpuAllocator has no "), std::string::npos) << text;
    EXPECT_GE(allocator_.asked, refused);
    EXPECT_EQ(allocator_.num_out(), 0U);
  }
  allocator_.first_refused = SIZE_MAX;
  EXPECT_NE(build(*config), "") << error();
  EXPECT_EQ(allocator_.num_out(), 0U);
}

TEST_F(BuildMemory, IsThatOfARuntimeWhereAPlanIsTunedAgain) {
  const Config config = make_config();
  const std::string own = build(*config);
  const SharedBytes file =
      plan::write(test::foreign(plan::read(SharedBytes::copy_of(std::as_bytes(std::span(own))))));
  allocator_.asked = 0;
  Runtime runtime(messages_);
  runtime.setGpuAllocator(&allocator_);
  using Loaded = std::unique_ptr<nvinfer1::ICudaEngine>;
  EXPECT_NE(Loaded(runtime.deserializeCudaEngine(file.data(), file.size(), nullptr)), nullptr);
  EXPECT_GT(allocator_.asked, 0U);
  EXPECT_EQ(allocator_.num_out(), 0U);
  allocator_.first_refused = 1;
  EXPECT_EQ(Loaded(runtime.deserializeCudaEngine(file.data(), file.size(), nullptr)), nullptr);
  EXPECT_NE(error().find("the program's IGpuAllocator has no "), std::string::npos);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
