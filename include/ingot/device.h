/// \file
/// Where engines are built and run: on the processor, or on an NVIDIA GPU.
///
/// The choice is made once in a process, by the first call of the CUDA runtime or of TensorRT's
/// interface, and holds for both: memory of cudaMalloc lies where engines run.
#pragma once

namespace ingot {

/// Asks for a device, in place of the environment variable INGOT_DEVICE: "auto" (a GPU where one
/// can be used, else the processor), "cpu", "cuda" or "cuda:N" with the number of a GPU. False for
/// another word, and once the choice is made.
__attribute__((visibility("default"))) bool chooseDevice(const char* name);

/// "cpu" or "cuda:N". Makes the choice where it is not made yet. Lives as long as the process.
__attribute__((visibility("default"))) const char* chosenDevice();

/// Why the processor was chosen although a GPU was asked for or is there; empty otherwise.
__attribute__((visibility("default"))) const char* whyNoGpu();

}  // namespace ingot
