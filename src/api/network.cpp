#include "api/network.h"

#include <algorithm>
#include <new>
#include <set>

#include "api/convert.h"
#include "api/made_here.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

template <class T>
T* at(const std::vector<T*>& items, int32_t index) {
  return index >= 0 && static_cast<size_t>(index) < items.size() ? items[static_cast<size_t>(index)]
                                                                 : nullptr;
}

}  // namespace

Network::Network(nvinfer1::IBuilder& builder, const Reporter& reporter, NetworkOptions options)
    : builder_(builder), reporter_(reporter), options_(options) {}

Network::~Network() = default;

const Network& Network::of(const nvinfer1::INetworkDefinition& network) {
  return made_here<Network>(&network, "network", "IBuilder::createNetwork");
}

Network& Network::of(nvinfer1::INetworkDefinition& network) {
  return const_cast<Network&>(of(const_cast<const nvinfer1::INetworkDefinition&>(network)));
}

Tensor& Network::own(const ITensor* tensor) const {
  require(tensor != nullptr, ErrorCode::kInvalidArgument,
          [] { return std::string("the tensor is null"); });
  const auto found = tensors_.find(tensor);
  require(found != tensors_.end(), ErrorCode::kInvalidArgument, [] {
    return std::string("the tensor is of another network, or was removed from this one");
  });
  return *found->second;
}

bool Network::is_output(const Tensor& tensor) const {
  return std::find(outputs_.begin(), outputs_.end(), &tensor) != outputs_.end();
}

void Network::check_input_name(const Tensor* tensor, const std::string& name) const {
  require(!name.empty(), ErrorCode::kInvalidArgument,
          [] { return std::string("the name of an input is empty"); });
  const bool is_taken = std::any_of(inputs_.begin(), inputs_.end(), [&](const Tensor* input) {
    return input != tensor && input->name() == name;
  });
  require(!is_taken, ErrorCode::kInvalidArgument,
          [&] { return str("there is an input named '", name, "' already"); });
}

nvinfer1::ITensor* Network::addInput(const char* name, nvinfer1::DataType type,
                                     const Dims& dimensions) {
  return guard(reporter_, "INetworkDefinition::addInput", nullptr, [&]() -> ITensor* {
    require(name != nullptr, ErrorCode::kInvalidArgument,
            [] { return std::string("the name of an input is null"); });
    check_input_name(nullptr, name);
    return with_context([&] { return str("input '", name, "'"); },
                        [&] {
                          data_type_of(type);
                          auto tensor = std::make_unique<Tensor>(
                              *this, name, type, Tensor::checked_dimensions(*this, dimensions));
                          ir::num_elements(tensor->input_type().shape);
                          Tensor* const added = tensor.get();
                          inputs_.reserve(inputs_.size() + 1);
                          tensors_.emplace(added, std::move(tensor));
                          inputs_.push_back(added);
                          return added;
                        });
  });
}

void Network::markOutput(ITensor& tensor) {
  guard_void(reporter_, "INetworkDefinition::markOutput", [&] {
    Tensor& output = own(&tensor);
    require(!output.isNetworkInput(), ErrorCode::kInvalidArgument, [&] {
      return str("'", output.name(),
                 "' is an input; put an identity layer between it and the output");
    });
    require(!is_output(output), ErrorCode::kInvalidArgument,
            [&] { return str("'", output.name(), "' is an output already"); });
    outputs_.push_back(&output);
  });
}

void Network::unmarkOutput(ITensor& tensor) {
  guard_void(reporter_, "INetworkDefinition::unmarkOutput", [&] {
    const Tensor& output = own(&tensor);
    require(std::erase(outputs_, &output) == 1, ErrorCode::kInvalidArgument,
            [&] { return str("'", output.name(), "' is no output"); });
  });
}

void Network::removeTensor(ITensor& tensor) {
  guard_void(reporter_, "INetworkDefinition::removeTensor", [&] {
    const Tensor& doomed = own(&tensor);
    require(doomed.isNetworkInput(), ErrorCode::kInvalidArgument, [&] {
      return str("'", doomed.name(), "' is an output of layer ", doomed.producer()->name());
    });
    for (const auto& layer : layers_) {
      require(!layer->reads(doomed), ErrorCode::kInvalidArgument, [&] {
        return str("'", doomed.name(), "' is an input of layer ", layer->name(),
                   "; give it another with setInput");
      });
    }
    std::erase(inputs_, &doomed);
    tensors_.erase(&tensor);
  });
}

nvinfer1::ITensor* Network::getInput(int32_t index) const { return at(inputs_, index); }

nvinfer1::ITensor* Network::getOutput(int32_t index) const { return at(outputs_, index); }

nvinfer1::ILayer* Network::getLayer(int32_t index) const {
  if (index < 0 || index >= getNbLayers()) return nullptr;
  return &layers_[static_cast<size_t>(index)]->interface();
}

void Network::setName(const char* name) {
  guard_void(reporter_, "INetworkDefinition::setName", [&] {
    require(name != nullptr, ErrorCode::kInvalidArgument,
            [] { return std::string("the new name is null"); });
    name_ = name;
  });
}

LayerOrigin Network::origin(std::span<const ITensor* const> inputs) {
  LayerOrigin origin{*this, layers_.size(), {}};
  for (const ITensor* input : inputs) origin.inputs.push_back(&own(input));
  return origin;
}

void Network::take(std::unique_ptr<Layer> layer) {
  layer->check_new();
  auto output = std::make_unique<Tensor>(*this, layer->name() + "_output", *layer, 0);
  layer->add_output(output.get());
  const ITensor* const key = output.get();
  layers_.push_back(std::move(layer));
  try {
    tensors_.emplace(key, std::move(output));
  } catch (...) {
    layers_.pop_back();
    throw;
  }
}

const std::vector<ir::TensorType>* Network::infer(const Layer& layer) const {
  if (!layer.is_inferred()) {
    for (const Layer* step : with_ancestors({&layer}, Ancestors::kNotInferred)) step->infer();
  }
  return layer.types();
}

void Network::invalidate(const Layer& layer) noexcept {
  try {
    forget(layer);
  } catch (const std::bad_alloc&) {
    for (const auto& each : layers_) each->forget();
  }
}

void Network::forget(const Layer& layer) {
  std::vector<const Layer*> pending{&layer};
  while (!pending.empty()) {
    const Layer* const changed = pending.back();
    pending.pop_back();
    if (!changed->forget()) continue;
    for (const auto& reader : layers_) {
      const auto outputs = changed->outputs();
      const bool reads = std::any_of(outputs.begin(), outputs.end(),
                                     [&](const Tensor* output) { return reader->reads(*output); });
      if (reads) pending.push_back(reader.get());
    }
  }
}

void Network::invalidate_readers(const Tensor& tensor) noexcept {
  for (const auto& layer : layers_) {
    if (layer->reads(tensor)) invalidate(*layer);
  }
}

std::vector<const Layer*> Network::with_ancestors(const std::vector<const Layer*>& layers,
                                                  Ancestors which) const {
  std::vector<const Layer*> order;
  std::set<const Layer*> seen;
  std::vector<std::pair<const Layer*, size_t>> stack;
  const auto enter = [&](const Layer* layer) {
    if (layer == nullptr || (which == Ancestors::kNotInferred && layer->is_inferred())) return;
    if (seen.insert(layer).second) stack.emplace_back(layer, 0);
  };
  for (const Layer* root : layers) {
    enter(root);
    while (!stack.empty()) {
      auto& [layer, next] = stack.back();
      if (next == layer->inputs().size()) {
        order.push_back(layer);
        stack.pop_back();
      } else if (const Tensor* input = layer->inputs()[next++]; input != nullptr) {
        enter(input->producer());
      }
    }
  }
  return order;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
