#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <string>

// What the tactics call of cuBLASLt's interface, as versions 12 and 13 have it. Matrices are
// column-major.
namespace ingot::backend::cuda::cublaslt {

using Handle = struct Context*;
using Status = int;  ///< 0 for success

// Room for what the library's functions fill in; an Algorithm is plain bytes.
struct ProductDescription {
  uint64_t words[32];
};
struct Layout {
  uint64_t words[8];
};
struct Preference {
  uint64_t words[8];
};
struct Algorithm {
  uint64_t words[8];
};

/// One of the heuristics' candidates, valid where `status` is 0.
struct Candidate {
  Algorithm algorithm;
  size_t workspace_size;
  Status status;
  float waves;
  int reserved[4];
};

enum ElementType : int { kFloat32 = 0, kFloat16 = 2, kBFloat16 = 14 };
enum ComputeType : int { kComputeFloat32 = 68, kComputeTf32 = 77 };
enum Operation : int32_t { kAsItIs = 0, kTransposed = 1 };
enum Epilogue : uint32_t { kNothing = 1, kRelu = 2, kBias = 4 };  // kRelu | kBias is one, too
/// How the parts of a split depth are added up; the third scheme, in place, is in no fixed order.
enum ReductionScheme : uint32_t { kNoReduction = 0, kReductionInFloat32 = 2 };

enum class ProductAttribute : int {
  kOperationOfA = 3,
  kEpilogue = 7,
  kBiasPointer = 8,
  kBiasType = 26,
};
enum class PreferenceAttribute : int {
  kMostWorkspace = 1,
  kReductionSchemes = 3,
  kAlignmentOfA = 5,  // those of B, C and D follow
};
enum class AlgorithmAttribute : int {
  kId = 0,
  kTile = 1,
  kSplit = 2,
  kReductionScheme = 3,
  kSwizzling = 4,
  kCustomOption = 5,
  kStages = 6,
  kInnerShape = 7,    // 16 bits wide, unlike the ones before
  kClusterShape = 8,  // 16 bits wide
};

/// The library's functions; those that begin with `init` are told the size of what they fill in.
struct Functions {
  Status (*create)(Handle*);
  size_t (*version)();
  Status (*init_product)(ProductDescription*, size_t, ComputeType, ElementType scale);
  Status (*set_product)(ProductDescription*, ProductAttribute, const void*, size_t);
  Status (*init_layout)(Layout*, size_t, ElementType, uint64_t rows, uint64_t columns,
                        int64_t pitch);
  Status (*init_preference)(Preference*, size_t);
  Status (*set_preference)(Preference*, PreferenceAttribute, const void*, size_t);
  Status (*candidates)(Handle, const ProductDescription*, const Layout* a, const Layout* b,
                       const Layout* c, const Layout* d, const Preference*, int most, Candidate*,
                       int* count);
  Status (*init_algorithm)(Handle, ComputeType, ElementType scale, ElementType a, ElementType b,
                           ElementType c, ElementType d, int id, Algorithm*);
  Status (*get_algorithm)(const Algorithm*, AlgorithmAttribute, void*, size_t, size_t* written);
  Status (*set_algorithm)(Algorithm*, AlgorithmAttribute, const void*, size_t);
  Status (*check_algorithm)(Handle, const ProductDescription*, const Layout* a, const Layout* b,
                            const Layout* c, const Layout* d, const Algorithm*, Candidate*);
  /// d = epilogue(alpha·a·b + beta·c); alpha and beta are read on the host.
  Status (*multiply)(Handle, const ProductDescription*, const void* alpha, const void* a,
                     const Layout*, const void* b, const Layout*, const void* beta, const void* c,
                     const Layout*, void* d, const Layout*, const Algorithm*, void* workspace,
                     size_t workspace_size, cudaStream_t);
};

/// Why the library cannot be used; empty where it can.
const std::string& why_not();
/// Those of the library, which can be used.
const Functions& functions();
/// May be used by several threads at a time.
Handle handle();
/// 130002 for 13.0.2.
int64_t version();

}  // namespace ingot::backend::cuda::cublaslt
