// Shapes, addresses, profiles and memory of a context.
#include "tests/api/misuse/contexts.h"

namespace ingot::test {
namespace {

using Batch = Workshop::Batch;
using nvinfer1::IExecutionContext;

/// Memory that is not where device memory begins.
void* misaligned() {
  alignas(256) static char bytes[512];
  return bytes + 8;
}

const std::vector<Misuse> kShapesAndAddresses = {
    {"shape of null",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setInputShape(nullptr, dims({1, 4, 8, 8}));
     }),
     {"IExecutionContext::setInputShape", "name is null"}},
    {"shape of an unknown input",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setInputShape("z", dims({1, 4, 8, 8}));
     }),
     {"IExecutionContext::setInputShape", "'z'", "x, y"}},
    {"shape of an output",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setInputShape("y", dims({1, 4, 1, 1}));
     }),
     {"IExecutionContext::setInputShape", "is no input"}},
    {"shape of another rank",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setInputShape("x", dims({1, 4, 8})) && !c.allInputDimensionsSpecified();
     }),
     {"input 'x'", "[1,4,8]"}},
    {"shape beyond the profile",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setInputShape("x", dims({5, 4, 8, 8})) && !c.allInputDimensionsSpecified();
     }),
     {"extent 0 of input 'x' is 5", "allows 1 to 4"}},
    {"shape against a fixed extent",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setInputShape("x", dims({1, 4, 8, 9}));
     }),
     {"extent 3 of input 'x' is 9", "for 8"}},
    {"shape of a negative rank",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       nvinfer1::Dims none{};
       none.nbDims = -1;
       return !c.setInputShape("x", none);
     }),
     {"expected 0 to 8 dimensions, got -1"}},
    {"dimensions of a negative binding",
     on<Batch::kDynamic>([](IExecutionContext& c) {
       return !c.setBindingDimensions(-1, dims({1, 4, 8, 8}));
     }),
     {"IExecutionContext::setBindingDimensions", "there is no binding -1"}},
    {"dimensions with an implicit batch",
     on<Batch::kImplicit>([](IExecutionContext& c) {
       return !c.setBindingDimensions(0, dims({4, 8, 8}));
     }),
     {"implicit batch"}},
    {"asking for the shape of an unknown name",
     on<Batch::kDynamic>([](IExecutionContext& c) { return c.getTensorShape("z").nbDims == -1; }),
     {"IExecutionContext::getTensorShape", "'z'"}},
    {"asking for the strides of null",
     on<Batch::kDynamic>(
         [](IExecutionContext& c) { return c.getTensorStrides(nullptr).nbDims == -1; }),
     {"IExecutionContext::getTensorStrides", "name is null"}},
    {"asking for the strides of a binding that is not there",
     on<Batch::kDynamic>([](IExecutionContext& c) { return c.getStrides(2).nbDims == -1; }),
     {"IExecutionContext::getStrides", "there is no binding 2"}},
    {"asking for the dimensions of a binding that is not there",
     on<Batch::kDynamic>(
         [](IExecutionContext& c) { return c.getBindingDimensions(2).nbDims == -1; }),
     {"IExecutionContext::getBindingDimensions", "there is no binding 2"}},
    {"names for a null array",
     on<Batch::kDynamic>([](IExecutionContext& c) { return c.inferShapes(1, nullptr) < 0; }),
     {"IExecutionContext::inferShapes", "got 1"}},
    {"negative room for names",
     on<Batch::kDynamic>([](IExecutionContext& c) { return c.inferShapes(-1, nullptr) < 0; }),
     {"IExecutionContext::inferShapes", "got -1"}},
    {"size of an unknown output",
     on<Batch::kDynamic>([](IExecutionContext& c) { return c.getMaxOutputSize("z") == -1; }),
     {"IExecutionContext::getMaxOutputSize", "'z'"}},
    {"address of an unknown name",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.setTensorAddress("z", &c); }),
     {"IExecutionContext::setTensorAddress", "'z'"}},
    {"address of null",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.setTensorAddress(nullptr, &c); }),
     {"IExecutionContext::setTensorAddress", "name is null"}},
    {"input address of an output",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.setInputTensorAddress("y", &c); }),
     {"IExecutionContext::setInputTensorAddress", "'y' is an output"}},
    {"output address of an input",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.setOutputTensorAddress("x", &c); }),
     {"IExecutionContext::setOutputTensorAddress", "'x' is an input"}},
    {"asking for the address of an unknown name",
     on<Batch::kFixed>([](IExecutionContext& c) { return c.getTensorAddress("z") == nullptr; }),
     {"IExecutionContext::getTensorAddress", "'z'"}},
    {"allocator of an input",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.setOutputAllocator("x", nullptr); }),
     {"IExecutionContext::setOutputAllocator", "'x' is an input"}},
};

const std::vector<Misuse> kStates = {
    {"another profile than there is",
     on<Batch::kFixed>([](IExecutionContext& c) {
       return !c.setOptimizationProfile(1) && c.getOptimizationProfile() == 0;
     }),
     {"IExecutionContext::setOptimizationProfile", "there is no profile 1; the engine has 1"}},
    {"negative profile",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.setOptimizationProfile(-1); }),
     {"there is no profile -1"}},
    {"profile on a stream that is gone",
     on<Batch::kFixed>([](IExecutionContext& c) {
       return !c.setOptimizationProfileAsync(0, destroyed_stream());
     }),
     {"IExecutionContext::setOptimizationProfileAsync", "cudaErrorInvalidResourceHandle"}},
    {"device memory that is not aligned",
     on<Batch::kFixed>([](IExecutionContext& c) {
       c.setDeviceMemory(misaligned());
       return true;
     }),
     {"IExecutionContext::setDeviceMemory", "aligned to 256 bytes"}},
    {"too little device memory",
     on<Batch::kFixed>([](IExecutionContext& c) {
       c.setDeviceMemoryV2(&c, 0);
       return true;
     }),
     {"IExecutionContext::setDeviceMemoryV2", "bytes, got 0"}},
    {"memory for shapes that are not set",
     on<Batch::kDynamic>(
         [](IExecutionContext& c) { return c.updateDeviceMemorySizeForShapes() == 0; }),
     {"IExecutionContext::updateDeviceMemorySizeForShapes", "not every input has its shape"}},
    {"null array of streams",
     on<Batch::kFixed>([](IExecutionContext& c) {
       c.setAuxStreams(nullptr, 2);
       return true;
     }),
     {"IExecutionContext::setAuxStreams", "got 2"}},
    {"context without a name",
     on<Batch::kFixed>([](IExecutionContext& c) {
       c.setName(nullptr);
       return std::string(c.getName()).empty();
     }),
     {"IExecutionContext::setName", "the new name is null"}},
    {"times without a profiler",
     on<Batch::kFixed>([](IExecutionContext& c) { return !c.reportToProfiler(); }),
     {"IExecutionContext::reportToProfiler", "no profiler is set"}},
};

INGOT_MISUSES(ShapesAndAddresses, kShapesAndAddresses);
INGOT_MISUSES(States, kStates);

}  // namespace
}  // namespace ingot::test
