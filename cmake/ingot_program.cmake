# ingot_program(NAME [LEVEL N] [SOURCES FILE...])
#
# A program over the public headers and the libraries alone, as a user would write it. LEVEL: the
# TensorRT level whose headers it includes (10 unless given). SOURCES: the folder's *.cpp files
# unless given.
function(ingot_program name)
  cmake_parse_arguments(arg "" "LEVEL" "SOURCES" ${ARGN})
  if(NOT arg_LEVEL)
    set(arg_LEVEL 10)
  endif()
  if(NOT arg_SOURCES)
    ingot_folder_sources(arg_SOURCES)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/include/tensorrt-${arg_LEVEL}")
  target_link_libraries(${name} PRIVATE
    ingot_warnings ingot::nvinfer ingot::nvinfer_plugin ingot::nvparsers ingot::cudart)
  if(NOT CMAKE_CURRENT_SOURCE_DIR MATCHES "^${PROJECT_SOURCE_DIR}/(tests|bench)/")
    add_dependencies(products ${name})
  endif()
endfunction()
