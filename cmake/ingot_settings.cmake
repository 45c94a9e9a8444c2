# How every target is compiled.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

find_program(INGOT_CCACHE ccache)
if(INGOT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${INGOT_CCACHE}")
endif()

# The usage requirements of our own sources; generated sources do not link it.
add_library(ingot_warnings INTERFACE)
target_compile_options(ingot_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 warns of std::string's own code (its bug 105651).
  target_compile_options(ingot_warnings INTERFACE -Wno-restrict)
  if(INGOT_SANITIZE)
    # Data-flow warnings are not reliable in instrumented code.
    target_compile_options(ingot_warnings INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(INGOT_WERROR)
  target_compile_options(ingot_warnings INTERFACE -Werror)
endif()

if(INGOT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(INGOT_SANITIZE)
  # -O1: instrumented code takes half again as long to compile at -O2.
  add_compile_options(-fsanitize=${INGOT_SANITIZE} -fno-omit-frame-pointer -O1 -g1
    -UNDEBUG -D_GLIBCXX_ASSERTIONS)
  add_link_options(-fsanitize=${INGOT_SANITIZE})
  if(INGOT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

# ingot_compile_quickly(): for the rest of a folder, whose programs wait for the library or for people.
macro(ingot_compile_quickly)
  add_compile_options("$<$<CONFIG:Release>:-O1>")
endmacro()

# ingot_allow_null_references(): for the rest of a folder, whose callers may make references of null
# pointers: the checks for these stay, and no sanitizer ends the program before them.
macro(ingot_allow_null_references)
  add_compile_options(-fno-delete-null-pointer-checks)
  if(INGOT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=null)
  endif()
endmacro()
