#pragma once

#include <NvInfer.h>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

namespace ingot::tools {

/// What ingot::describePlan says of a plan, as text and read. docs/inspect.md has its members.
/// Throws Failure.
std::string description_of(const std::string& path);
nlohmann::json describe(const std::string& path);
nlohmann::json describe(const nvinfer1::IHostMemory& plan);
nlohmann::json describe(std::span<const std::byte> plan);

/// The step's inputs that are computed, or its outputs, as tensors.
std::vector<nlohmann::json> computed_inputs(const nlohmann::json& plan, const nlohmann::json& step);
std::vector<nlohmann::json> outputs(const nlohmann::json& plan, const nlohmann::json& step);

/// "gemm_convolution [16]", of a step or a trial.
std::string tactic_of(const nlohmann::json& candidate);

}  // namespace ingot::tools
