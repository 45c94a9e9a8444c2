# The packages that the project builds on. Each is linked only by the folders that name it.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_program(INGOT_FLATC flatc REQUIRED)

# ingot::highway: portable SIMD with dispatch at run time.
pkg_check_modules(libhwy REQUIRED IMPORTED_TARGET libhwy)
add_library(ingot::highway ALIAS PkgConfig::libhwy)

# ingot::xxhash: checksums and hashes.
pkg_check_modules(libxxhash REQUIRED IMPORTED_TARGET libxxhash)
add_library(ingot::xxhash ALIAS PkgConfig::libxxhash)

# ingot::flatbuffers: the headers alone; the runtime library holds only the schema parser.
find_path(INGOT_FLATBUFFERS_INCLUDE flatbuffers/flatbuffers.h REQUIRED)
add_library(ingot_flatbuffers INTERFACE)
add_library(ingot::flatbuffers ALIAS ingot_flatbuffers)
target_include_directories(ingot_flatbuffers SYSTEM INTERFACE "${INGOT_FLATBUFFERS_INCLUDE}")

# ingot::protozero: protobuf's wire format, headers alone.
find_path(INGOT_PROTOZERO_INCLUDE protozero/pbf_writer.hpp REQUIRED)
add_library(ingot_protozero INTERFACE)
add_library(ingot::protozero ALIAS ingot_protozero)
target_include_directories(ingot_protozero SYSTEM INTERFACE "${INGOT_PROTOZERO_INCLUDE}")

# CLI11::CLI11: command lines, for tools/ alone.
find_package(CLI11 REQUIRED)

# nlohmann_json::nlohmann_json: JSON that programs read, for tools/ alone.
find_package(nlohmann_json 3.11 REQUIRED)

# ingot::png and ingot::jpeg: pictures, for tools/ alone.
pkg_check_modules(libpng REQUIRED IMPORTED_TARGET libpng)
add_library(ingot::png ALIAS PkgConfig::libpng)
pkg_check_modules(libturbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
add_library(ingot::jpeg ALIAS PkgConfig::libturbojpeg)

# protobuf::libprotobuf and protobuf::protoc, for parsers/ alone.
find_package(Protobuf 3.12 REQUIRED)

if(INGOT_TESTS)
  find_package(GTest REQUIRED)
  find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
endif()
