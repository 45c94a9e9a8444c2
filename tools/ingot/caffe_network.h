#pragma once

#include <NvCaffeParser.h>
#include <NvInfer.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "logger.h"
#include "shapes.h"

namespace ingot::tools {

struct CaffeModel {
  std::string deploy;                  ///< the prototxt file
  std::string weights;                 ///< the caffemodel file; empty: random weights
  std::vector<std::string> outputs{};  ///< blobs; none: those that no layer reads
  Shapes shapes{};  ///< of inputs, instead of the file's, in a network with explicit batch; none:
                    ///< the batch is implicit
};

/// A network and what it lives on.
class CaffeNetwork {
 public:
  /// Throws Failure.
  explicit CaffeNetwork(const CaffeModel& model);

  nvinfer1::INetworkDefinition& definition() { return *network_; }
  nvinfer1::IBuilder& builder() { return *builder_; }
  nvinfer1::ILogger& logger() { return logger_; }
  /// Name of the prototxt file, without folder and ending.
  const std::string& stem() const { return stem_; }
  /// Throws Failure with the first error that was logged, else with `otherwise`.
  [[noreturn]] void fail(const std::string& otherwise) const;

 private:
  void add_inputs(const Shapes& shapes);
  /// Throws Failure where the network has an input that is none of the model's.
  void require_inputs(const CaffeModel& model,
                      const nvcaffeparser1::IBlobNameToTensor& blobs) const;
  std::set<const nvinfer1::ITensor*> tensors_read() const;
  void mark_outputs(const CaffeModel& model, const nvcaffeparser1::IBlobNameToTensor& blobs);
  void mark_unread_tensors();

  Logger logger_;
  std::string stem_;
  std::unique_ptr<nvinfer1::IBuilder> builder_;
  std::unique_ptr<nvcaffeparser1::ICaffeParser> parser_;
  std::unique_ptr<nvinfer1::INetworkDefinition> network_;
};

}  // namespace ingot::tools
