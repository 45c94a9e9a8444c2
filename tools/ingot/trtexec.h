#pragma once

namespace ingot::tools {

/// The program under TensorRT's name for it, with its flags and the form of its lines. Ends with 0,
/// 2 after wrong words, or 1 after any other failure.
int trtexec(int count, char** words);

}  // namespace ingot::tools
