#include <NvInfer.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.h"
#include "description.h"
#include "gpu.h"
#include "logger.h"
#include "machine.h"
#include "text.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

/// What the library tunes plans for here: the device of the smallest plan there is.
std::string device() {
  Logger logger;
  const std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  if (builder == nullptr) throw Failure(logger.first_error());
  const std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(0));
  const std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  auto* input = network->addInput("in", nvinfer1::DataType::kFLOAT, nvinfer1::Dims3(1, 1, 1));
  auto* layer = network->addActivation(*input, nvinfer1::ActivationType::kRELU);
  network->markOutput(*layer->getOutput(0));
  config->setBuilderOptimizationLevel(0);
  const std::unique_ptr<nvinfer1::IHostMemory> plan(
      builder->buildSerializedNetwork(*network, *config));
  if (plan == nullptr) throw Failure(logger.first_error());
  return describe(*plan)["device"];
}

/// What is to be installed: of a GPU that is present, the libraries that cannot be loaded.
json missing(const json& gpu) {
  json list = json::array();
  if (!gpu["present"]) return list;
  for (const json& library : gpu["libraries"]) {
    if (library.contains("how")) list.push_back(library);
  }
  return list;
}

json report() {
  const json gpus = gpu();
  return {{"version", getInferLibVersion()},
          {"device", device()},
          {"processor", processor()},
          {"memory", memory()},
          {"peak", peak()},
          {"gpu", gpus},
          {"missing", missing(gpus)}};
}

std::string joined(const json& words) {
  std::string text;
  for (const json& word : words) text += (text.empty() ? "" : " ") + word.get<std::string>();
  return text.empty() ? "none" : text;
}

std::string bytes_or_unknown(const json& bytes) {
  return bytes.get<uint64_t>() == 0 ? "not told" : bytes_text(bytes.get<uint64_t>());
}

std::string memory_text(const json& memory) {
  std::string text;
  for (const char* name : {"total", "available", "limit"}) {
    if (!memory.contains(name)) continue;
    text += (text.empty() ? "" : ", ") + std::string(name) + " " + bytes_or_unknown(memory[name]);
  }
  return text.empty() ? "not told" : text;
}

void print_processor(const json& processor) {
  std::printf("processor:  %s, %s cores\n", processor["name"].get<std::string>().c_str(),
              processor["cores"].dump().c_str());
  std::printf("SIMD:       %s (best first)\n", joined(processor["simd"]).c_str());
  std::printf("features:   %s\n", joined(processor["features"]).c_str());
  const json& caches = processor["caches"];
  std::printf("caches:     level 1 %s, level 2 %s, level 3 %s\n",
              bytes_or_unknown(caches[0]).c_str(), bytes_or_unknown(caches[1]).c_str(),
              bytes_or_unknown(caches[2]).c_str());
}

void print_gpu(const json& gpu) {
  std::printf("GPU:        %s\n", gpu["present"].get<bool>() ? "NVIDIA" : "no NVIDIA GPU");
  for (const json& device : gpu["devices"]) {
    if (device.empty()) continue;
    std::printf("  %s, compute capability %s, %s\n", printable(device["name"]).c_str(),
                device["compute_capability"].get<std::string>().c_str(),
                bytes_text(device["memory"].get<uint64_t>()).c_str());
  }
  for (const json& library : gpu["libraries"]) {
    const std::string name = library["name"];
    if (library.contains("path")) {
      std::printf("  %-13s %s, %s\n", name.c_str(), library["version"].dump().c_str(),
                  library["path"].get<std::string>().c_str());
    } else {
      std::printf("  %-13s not found\n", name.c_str());
    }
  }
}

void print_missing(const json& missing) {
  if (missing.empty()) std::printf("missing:    nothing\n");
  for (const json& library : missing) {
    std::printf("missing:    %s: install %s\n", library["name"].get<std::string>().c_str(),
                library["how"].get<std::string>().c_str());
  }
}

void print_text(const json& report) {
  std::printf("library:    TensorRT interface %d.%d\n", getInferLibMajorVersion(),
              getInferLibMinorVersion());
  std::printf("engines:    %s\n", report["device"].get<std::string>().c_str());
  print_processor(report["processor"]);
  std::printf("memory:     %s\n", memory_text(report["memory"]).c_str());
  std::printf("peak:       %.1f GFLOP/s a thread, %.1f with all (float32, measured)\n",
              report["peak"]["one_thread"].get<double>(),
              report["peak"]["all_threads"].get<double>());
  print_gpu(report["gpu"]);
  print_missing(report["missing"]);
}

std::function<void()> set_up(CLI::App& app) {
  const auto as_json = std::make_shared<bool>(false);
  app.add_flag("--json", *as_json, "everything, as JSON; bytes, GFLOP/s");
  return [as_json] {
    const json result = report();
    if (*as_json) {
      std::printf("%s\n", result.dump(2, ' ', false, json::error_handler_t::replace).c_str());
    } else {
      print_text(result);
    }
  };
}

const Command command("check", "shows what this machine offers and what is missing", "[--json]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
