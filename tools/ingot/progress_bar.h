#pragma once

#include <NvInfer.h>

#include <cstdio>
#include <string>
#include <vector>

namespace ingot::tools {

/// Shows a build's progress in one line of a terminal, which is empty again when the build is over;
/// draws nothing elsewhere. Cancels the build when it is interrupted (Interruption).
class ProgressBar : public nvinfer1::IProgressMonitor {
 public:
  explicit ProgressBar(std::FILE* out);

  void phaseStart(const char* name, const char* parent, int32_t num_steps) override;
  bool stepComplete(const char* name, int32_t step) override;
  void phaseFinish(const char* name) override;

 private:
  struct Phase {
    std::string name;
    int num_steps;
    int num_done = 0;
  };

  void draw() const;

  std::FILE* out_;
  bool is_terminal_;
  std::vector<Phase> phases_;  ///< those that are under way, the outermost first
};

}  // namespace ingot::tools
