#pragma once

namespace ingot::tools {

/// The program under TensorRT's name for it, with its flags and the form of its lines. Ends with 0,
/// or with 1 after any failure.
int trtexec(int count, char** words);

}  // namespace ingot::tools
