/// \file
/// The program's view of a build's progress.
#pragma once

#include "versioned_interface.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Hears how a build goes on and can cancel it; implemented by the program (TensorRT 9 on). Phases
/// form a tree: each lies between start and finish of its parent. A name belongs to one phase at a
/// time. A layer's tactics are chosen in a phase "layer NAME" of one step, and timed in one below.
class IProgressMonitor : public IVersionedInterface {
 public:
  /// A phase of nbSteps >= 1 steps begins; parentPhase is null for the outermost.
  virtual void phaseStart(const char* phaseName, const char* parentPhase, int32_t nbSteps) = 0;
  /// A step of a phase, 0 <= step < nbSteps, is done; numbers ascend, and some may be left out.
  /// Returns false to cancel the build.
  virtual bool stepComplete(const char* phaseName, int32_t step) = 0;
  /// A phase ends: after its last step, or early, after an error or a cancellation.
  virtual void phaseFinish(const char* phaseName) = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
