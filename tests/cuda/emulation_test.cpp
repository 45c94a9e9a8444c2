// Sources as a program of the processor: the host's compiler stands in for NVRTC, its threads for a
// block's where these meet, else a loop.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <barrier>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>

#include "backend/cuda/generate/pointwise_source.h"
#include "backend/cuda/generate/reduction_source.h"
#include "base/text.h"
#include "ir/blocked.h"
#include "ir/evaluate.h"
#include "ir/fill.h"
#include "ir/tolerance.h"
#include "tests/cuda/sources.h"

namespace ingot::test {
namespace {

using backend::Problem;
using backend::cuda::GeneratedSource;
using ir::Format;
using enum ops::ElementwiseOperation;

/// What CUDA C++ has beyond C++.
constexpr std::string_view kHost = R"(
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#define __device__
#define __global__
#define __launch_bounds__(threads)
#define __shared__ static
struct Place { unsigned x; };
static thread_local Place blockIdx, threadIdx;
static Place gridDim;
static void (*meet)();
[[maybe_unused]] static void __syncthreads() { meet(); }
struct float4 { float x, y, z, w; };
struct uint4 { unsigned x, y, z, w; };
static float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
static uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
[[maybe_unused]] static float __int_as_float(int bits) { return std::bit_cast<float>(bits); }
using std::min;
)";

void replace(std::string& text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << "the source lacks " << from;
  text.replace(at, from.size(), to);
}

/// With a function run(name, inputs, output, size, blocks, thread, meet), a thread of every block,
/// which is told 'v' or 'e'; between blocks, and where a block's threads meet, it calls meet.
std::string host_text(const GeneratedSource& source, size_t inputs) {
  std::string text = source.text;
  replace(text, R"(asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(value.bits));)",
          "result = static_cast<float>(std::bit_cast<_Float16>(value.bits));");
  replace(text, R"(asm("cvt.rn.f16.f32 %0, %1;" : "=h"(result.bits) : "f"(value));)",
          "result.bits = std::bit_cast<unsigned short>(static_cast<_Float16>(value));");
  replace(text, R"(asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(result.bits) : "f"(value));)",
          "const auto bits = std::bit_cast<unsigned>(value);"
          "result.bits = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;");
  std::string arguments;
  for (size_t i = 0; i < inputs; ++i) arguments += str("(const X", i, "*)x[", i, "], ");
  arguments += "(Y*)y, Index(size)";
  return str(kHost, text, R"(
extern "C" void run(char name, void* const* x, void* y, unsigned long size, unsigned blocks,
                    unsigned thread, void (*to_meet)()) {
  gridDim.x = blocks;
  threadIdx.x = thread;
  meet = to_meet;
  for (blockIdx.x = 0; blockIdx.x < blocks; ++blockIdx.x) {
    if (name == 'v') by_vectors()",
             arguments, "); else by_elements(", arguments, ");\n    meet();\n  }\n}\n");
}

using Run = void(char, void* const*, void*, unsigned long, unsigned, unsigned, void (*)());
using Meeting = std::barrier<>;

/// As many threads as a block has, where these meet; one after the other where they do not.
void run_threads(const GeneratedSource& source,
                 const std::function<void(unsigned, void (*)())>& run) {
  constexpr unsigned kThreads = backend::cuda::kGeneratedThreads;
  if (source.text.find("__syncthreads") == std::string::npos) {
    for (unsigned thread = 0; thread < kThreads; ++thread) run(thread, [] {});
    return;
  }
  static Meeting meeting(kThreads);
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back(run, thread, [] { meeting.arrive_and_wait(); });
  }
  for (std::thread& thread : threads) thread.join();
}

/// A source, compiled; null where there is no compiler.
class HostProgram {
 public:
  HostProgram(const GeneratedSource& source, size_t inputs) {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            str("ingot_emulation_", ::getpid(), "_", count++, ".cpp");
    library_ = path_;
    library_.replace_extension(".so");
    std::ofstream(path_) << host_text(source, inputs);
    const std::string command =
        str("'", INGOT_CXX, "' -std=c++20 -O0 -w -shared -fPIC -ffp-contract=off -o '",
            library_.string(), "' '", path_.string(), "'");
    if (std::system(command.c_str()) != 0) return;
    handle_ = ::dlopen(library_.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle_ != nullptr) run_ = reinterpret_cast<Run*>(::dlsym(handle_, "run"));
  }
  HostProgram(const HostProgram&) = delete;
  HostProgram& operator=(const HostProgram&) = delete;
  ~HostProgram() {
    if (handle_ != nullptr) ::dlclose(handle_);
    std::filesystem::remove(path_);
    std::filesystem::remove(library_);
  }

  Run* run() const { return run_; }

 private:
  std::filesystem::path path_;
  std::filesystem::path library_;
  void* handle_ = nullptr;
  Run* run_ = nullptr;
};

/// The elements as they lie in memory; NaN in what fills channels up.
AlignedBytes stored(const ir::Tensor& tensor, const ir::TensorType& type) {
  AlignedBytes bytes = allocate_aligned(byte_size(type) + 1);
  std::fill_n(bytes.get(), byte_size(type), std::byte{0xFF});
  const ir::TensorView to(stored_type(type), {}, bytes.get());
  const ir::ConstTensorView from(tensor);
  ir::for_each_stored(type, [&](int64_t at, int64_t place) { store(to, place, load(from, at)); });
  return bytes;
}

ir::Tensor rounded(const ir::Tensor& tensor, const ir::TensorType& type) {
  return ir::to_linear(type, std::span(stored(tensor, type).get(), byte_size(type)));
}

void expect_near(const ir::Tensor& actual, const ir::Tensor& expected, double epsilon) {
  const ir::ConstTensorView a(actual);
  const ir::ConstTensorView b(expected);
  for (int64_t i = 0; i < b.size(); ++i) {
    ASSERT_NEAR(load(a, i), load(b, i), epsilon * std::max(1.0, std::abs(load(b, i)))) << i;
  }
}

/// Both kernels make what the reference does, with blocks that handle one part and several.
void expect_reference(const Problem& problem, const GeneratedSource& source, double epsilon) {
  const HostProgram program(source, problem.inputs.size());
  ASSERT_NE(program.run(), nullptr);
  std::vector<ir::Tensor> inputs;
  std::vector<AlignedBytes> bytes;
  std::vector<void*> addresses;
  for (const ir::TensorType& type : problem.inputs) {
    const ir::TensorType own{type.data_type, type.shape};
    inputs.push_back(rounded(ir::random_tensor(own, inputs.size() + 1), type));
    bytes.push_back(stored(inputs.back(), type));
    addresses.push_back(bytes.back().get());
  }
  const ir::Tensor expected = ir::evaluate(problem.op, inputs).at(0);
  const ir::TensorType& result = problem.outputs[0];
  const int64_t size = ir::num_elements(filled_shape(result)).value();
  for (const char name : {'v', 'e'}) {
    if (name == 'v' && size % source.vector_outputs != 0) continue;
    for (const unsigned blocks : {1U, 3U}) {
      SCOPED_TRACE(str(name, " in ", blocks, " blocks"));
      const AlignedBytes output = stored(expected, result);
      std::fill_n(output.get(), byte_size(result), std::byte{0xFF});
      run_threads(source, [&](unsigned thread, void (*meet)()) {
        program.run()(name, addresses.data(), output.get(), static_cast<unsigned long>(size),
                      blocks, thread, meet);
      });
      const ir::Tensor actual = ir::to_linear(result, std::span(output.get(), byte_size(result)));
      expect_near(actual, expected, std::max(epsilon, ir::epsilon(stored_type(result))));
    }
  }
}

void expect_reference(const Problem& problem, int unrolled) {
  SCOPED_TRACE(problem.key());
  ASSERT_EQ(backend::cuda::supports_pointwise_source(problem).reason(), "");
  expect_reference(problem, backend::cuda::pointwise_source(problem, unrolled), 0x1p-20);
}

void expect_reduction(const Problem& problem, int lanes) {
  SCOPED_TRACE(str(problem.key(), ", ", lanes, " lanes"));
  ASSERT_EQ(backend::cuda::supports_reduction_source(problem).reason(), "");
  expect_reference(problem, backend::cuda::reduction_source(problem, lanes), 0x1p-16);
}

TEST(Emulation, ComputesChains) {
  const auto type = tensor({3, 7, 9, 25});
  ir::Op chain = elementwise(kDifference)
                     .then({activation(ops::ActivationKind::kLeakyRelu, 0.25), 0, 1})
                     .then({elementwise(kDifference), 1, 2})
                     .then({ir::Op(ops::Scale{}), 0, 3});
  const auto channels = tensor({7, 1, 1});
  expect_reference(problem(std::move(chain), {type, channels, type, tensor({25}), channels}, type),
                   1);
}

TEST(Emulation, ComputesVectorsOfAnyNumberOfElements) {
  for (const int64_t size : {1, 4, 1023, 1024, 4099, 12290}) {
    expect_reference(relu_and_sum(tensor({size})), 4);
  }
}

TEST(Emulation, BroadcastsOperands) {
  const auto type = tensor({2, 6, 8, 12});
  for (const auto& shape : std::vector<std::vector<int64_t>>{
           {12}, {8, 1}, {6, 1, 1}, {2, 1, 1, 1}, {1, 6, 8, 12}, {2, 6, 1, 12}, {}}) {
    expect_reference(problem(elementwise(kProduct), {type, tensor(shape)}, type), 1);
  }
}

TEST(Emulation, KeepsChannelsLastInEveryType) {
  const std::vector<int64_t> shape{2, 11, 5, 7};
  const auto slopes = tensor({11, 1, 1});
  constexpr Format kFormats[] = {Format::kChannelsLast, Format::kHalfChannelsLast,
                                 Format::kBFloatChannelsLast};
  for (const Format from : kFormats) {
    for (const Format to : kFormats) {
      ir::Op op = ir::Op(ops::ParametricRelu{}).then({elementwise(kSum), 0, 2});
      auto prelu =
          problem(std::move(op), {tensor(shape, from), slopes, tensor({2, 11, 1, 1}, from)},
                  tensor(shape, to));
      prelu.is_constant[1] = true;
      expect_reference(prelu, 4);
    }
  }
}

TEST(Emulation, KeepsRowsInEveryType) {
  const std::vector<int64_t> shape{3, 41, 10};
  for (const Format format : {Format::kHalf, Format::kBFloat}) {
    const auto kept = tensor(shape, format);
    expect_reference(problem(elementwise(kMax), {kept, tensor(shape)}, kept), 1);
    const auto declared = tensor(shape, Format::kLinear, stored_type(format));
    expect_reference(problem(elementwise(kSum), {declared, declared}, declared), 1);
  }
}

TEST(Emulation, ReducesRowsAndColumns) {
  using enum ops::ReduceOperation;
  for (const auto operation : {kSum, kProduct, kMax, kMin, kAverage}) {
    expect_reduction(reduction(operation, {1}, tensor({5, 72}), tensor({5})), 8);
  }
  for (const int lanes : {1, 32, 256}) {
    expect_reduction(reduction(kSum, {0}, tensor({19, 24}), tensor({1, 24})), lanes);
  }
  expect_reduction(reduction(kAverage, {0, 2}, tensor({3, 7, 11}), tensor({7})), 1);
  expect_reduction(reduction(kMin, {0, 1, 2}, tensor({3, 5, 8}), tensor({})), 256);
}

TEST(Emulation, ReducesImagesInEveryFormat) {
  using enum ops::ReduceOperation;
  constexpr Format kFormats[] = {Format::kLinear,           Format::kHalf,
                                 Format::kBFloat,           Format::kChannelsLast,
                                 Format::kHalfChannelsLast, Format::kBFloatChannelsLast};
  for (const Format from : kFormats) {
    const auto x = tensor({2, 11, 5, 7}, from);
    for (const Format to :
         {Format::kLinear, Format::kHalfChannelsLast, Format::kBFloatChannelsLast}) {
      expect_reduction(reduction(kAverage, {2, 3}, x, tensor({2, 11, 1, 1}, to)), 32);
    }
    expect_reduction(reduction(kSum, {1}, x, tensor({2, 1, 5, 7}, from)), 8);
    expect_reduction(reduction(kMax, {0, 3}, x, tensor({11, 5}, Format::kHalf)), 1);
  }
}

TEST(Emulation, AppliesTailsToReductions) {
  const auto y = tensor({2, 16, 1, 1}, Format::kHalfChannelsLast);
  const ops::Reduce mean{
      .operation = ops::ReduceOperation::kAverage, .axes = {2, 3}, .keep_dimensions = true};
  ir::Op op =
      ir::Op(mean).then({elementwise(kDifference), 1, 2}).then({ir::Op(ops::Scale{}), 0, 3});
  auto with_tails = problem(
      std::move(op),
      {tensor({2, 16, 6, 6}, Format::kHalfChannelsLast), y, tensor({16, 1, 1}), tensor({16, 1, 1})},
      y);
  with_tails.is_constant[2] = with_tails.is_constant[3] = true;
  expect_reduction(with_tails, 8);
}

}  // namespace
}  // namespace ingot::test
