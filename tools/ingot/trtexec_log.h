#pragma once

#include <string>

namespace ingot::tools {

/// A line as TensorRT's programs print it: "[11/28/2026-17:30:05] [I] text"; errors (E) and
/// warnings (W) go to the standard error. From any thread.
void log_line(char severity, const std::string& text);
inline void log_info(const std::string& text) { log_line('I', text); }

/// "&&&& PASSED TensorRT.trtexec [TensorRT v101600] # trtexec --deploy=..."; allocates nothing.
void log_verdict(const char* verdict, int count, char** words);

/// A number as C++'s streams print it: "0.0123".
std::string plain(double number);

}  // namespace ingot::tools
