#pragma once

#include <NvInfer.h>

#include <nlohmann/json.hpp>

namespace ingot::tools {

/// A network beside a plan of it. `tensors`: `name` and `shape` (numbers; N: the hidden batch, ?:
/// an extent given at run time); `inputs` and `outputs`: numbers of tensors; `layers`: `name`,
/// `kind`, `inputs` and `outputs` (numbers of tensors) and `steps` (numbers of the plan's steps
/// that name the layer; none: it was folded, removed, or merged with an equal one).
nlohmann::json network_view(const nvinfer1::INetworkDefinition& network,
                            const nlohmann::json& plan);

}  // namespace ingot::tools
