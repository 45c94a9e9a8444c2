# Tests: GoogleTest programs run by CTest.

include(GoogleTest)

# ingot_test(NAME [SOURCES FILE...] [LIBS TARGET...] [LABELS LABEL...] [TIMEOUT SECONDS])
#
# Program NAME, one CTest test a program. SOURCES: the folder's *.cpp files unless given. LIBS:
# ingot_internals (the default: tests of internal classes), or the libraries as programs see them
# (ingot::nvinfer, ingot::nvparsers, ingot::cudart); the two do not mix, since each brings its own
# registries. The text files of a test are found below the macro INGOT_SOURCE_DIR.
function(ingot_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  if(NOT arg_SOURCES)
    ingot_folder_sources(arg_SOURCES)
  endif()
  if(NOT arg_LIBS)
    set(arg_LIBS ingot_internals)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 600)
  endif()
  add_executable(${name} ${arg_SOURCES})
  ingot_include_roots(${name})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_definitions(${name} PRIVATE INGOT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ingot_warnings ${arg_LIBS} GTest::gtest GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()
