/// \file
/// Macros that TensorRT's headers define and programs use in their own declarations.
#pragma once

/// Marks what the libraries export.
#define TENSORRTAPI __attribute__((visibility("default")))

/// Empty at every level: no method that a program overrides is declared noexcept, so overrides with
/// and without it compile.
#define TRTNOEXCEPT

/// The keywords, for declarations that older compilers had to read.
/// \{
#define _TENSORRT_FINAL final  // NOLINT(bugprone-reserved-identifier): a name of the interface
#define _TENSORRT_OVERRIDE override  // NOLINT(bugprone-reserved-identifier)
/// \}

/// Mark what is to go, for a program's own declarations: nothing of the interface is marked.
/// \{
#define TRT_DEPRECATED __attribute__((deprecated))
#define TRT_DEPRECATED_API __attribute__((deprecated, visibility("default")))
#define TRT_DEPRECATED_ENUM
/// \}

/// Warns where a result is dropped, from C++17 on.
#if __cplusplus >= 201703L
#define TRT_NODISCARD [[nodiscard]]
#else
#define TRT_NODISCARD
#endif
