#include "api/tactic_sources.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::TacticSource;
using nvinfer1::TacticSources;

constexpr TacticSources bit(TacticSource source) { return 1U << static_cast<uint32_t>(source); }

struct Library {
  std::string_view name;
  TacticSource source;
  TacticSources allowed_by;
};

constexpr Library kLibraries[] = {
    {"cuBLASLt", TacticSource::kCUBLAS_LT,
     bit(TacticSource::kCUBLAS_LT) | bit(TacticSource::kCUBLAS)},
    {"cuDNN", TacticSource::kCUDNN, bit(TacticSource::kCUDNN)},
};

}  // namespace

plan::LibraryNames refused_libraries(TacticSources sources) {
  plan::LibraryNames refused;
  for (const Library& library : kLibraries) {
    if ((sources & library.allowed_by) == 0) refused.emplace(library.name);
  }
  return refused;
}

TacticSources unnamed_sources(int level) {
  const TacticSources cublas = bit(TacticSource::kCUBLAS) | bit(TacticSource::kCUBLAS_LT);
  const TacticSources cudnn = bit(TacticSource::kCUDNN);
  const bool has_cublas = level >= 7 && level <= 10;
  const bool has_cudnn = level >= 8 && level <= 10;
  return (has_cublas ? 0 : cublas) | (has_cudnn ? 0 : cudnn);
}

TacticSources source_of(const backend::Tactic& tactic) {
  for (const Library& library : kLibraries) {
    if (tactic.library() == library.name) return bit(library.source);
  }
  return 0;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
