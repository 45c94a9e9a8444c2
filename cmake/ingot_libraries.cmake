# The shared libraries and TensorRT's names for them (docs/decisions/0001-library-names.md).

set(INGOT_TENSORRT_MAJORS 5 7 8 10 11)
set(INGOT_CUDART_MAJORS 10 11.0 12 13)

# What is installed: the libraries and the programs over them.
add_custom_target(products)

# Every library, from the OBJECT libraries of the folders that were added.
function(ingot_add_libraries)
  get_property(objects GLOBAL PROPERTY INGOT_OBJECT_LIBRARIES)

  set(cudart ${objects})
  list(FILTER cudart INCLUDE REGEX "^ingot_(base|hostcuda)$")
  ingot_library(ingot_cudart EXPORT cudart NAMES cudart MAJORS ${INGOT_CUDART_MAJORS}
                OBJECTS ${cudart})
  foreach(name IN ITEMS libcuda.so libcuda.so.1)
    ingot_library_link(ingot_cudart ${name})
  endforeach()
  # Its streams' threads are detached: the code must outlive a dlclose.
  target_link_options(ingot_cudart PRIVATE -Wl,-z,nodelete)

  set(core ${objects})
  list(FILTER core EXCLUDE REGEX "^ingot_(hostcuda|caffe.*)$")
  ingot_library(ingot EXPORT nvinfer NAMES nvinfer MAJORS ${INGOT_TENSORRT_MAJORS}
                OBJECTS ${core} LIBS ingot_cudart)

  ingot_library(ingot_plugin EXPORT nvinfer_plugin NAMES nvinfer_plugin
                MAJORS ${INGOT_TENSORRT_MAJORS} LIBS ingot)

  set(caffe ${objects})
  list(FILTER caffe INCLUDE REGEX "^ingot_(base|caffe.*)$")
  ingot_library(ingot_caffe EXPORT nvparsers NAMES nvparsers nvcaffe_parser
                MAJORS ${INGOT_TENSORRT_MAJORS} OBJECTS ${caffe} LIBS ingot)

  # ingot_internals: the objects themselves, for tests of what the libraries do not export.
  add_library(ingot_internals INTERFACE)
  set(internals ${objects})
  list(FILTER internals EXCLUDE REGEX "^ingot_caffe.*$")
  ingot_link_objects(ingot_internals INTERFACE ${internals})
endfunction()

# ingot_library(TARGET EXPORT NAME NAMES NAME... MAJORS VERSION... [OBJECTS LIB...] [LIBS LIB...])
#
# Shared library libTARGET.so.0, reached as ingot::EXPORT, with the symbolic links lib<NAME>.so and
# lib<NAME>.so.<MAJOR> beside it. LIBS are recorded as needed even where no symbol of theirs is
# used: a program that loads the plugin library finds the core's symbols through it.
function(ingot_library target)
  cmake_parse_arguments(arg "" "EXPORT" "NAMES;MAJORS;OBJECTS;LIBS" ${ARGN})
  set(none "${PROJECT_BINARY_DIR}/no_sources.cpp")
  if(NOT EXISTS "${none}")
    file(WRITE "${none}" "")
  endif()
  add_library(${target} SHARED "${none}")
  add_library(ingot::${arg_EXPORT} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${arg_EXPORT} VERSION 0 SOVERSION 0 INSTALL_RPATH "$ORIGIN")
  ingot_link_objects(${target} PRIVATE ${arg_OBJECTS})
  target_link_options(${target} PRIVATE -Wl,--no-as-needed)
  if(NOT INGOT_SANITIZE)
    target_link_options(${target} PRIVATE -Wl,--no-undefined)
  endif()
  target_link_libraries(${target} PRIVATE ${arg_LIBS})
  target_include_directories(${target} INTERFACE
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include;${PROJECT_SOURCE_DIR}/include/cuda>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR};${CMAKE_INSTALL_INCLUDEDIR}/cuda>")
  set_property(GLOBAL APPEND PROPERTY INGOT_LIBRARIES ${target})
  add_dependencies(products ${target})
  foreach(name IN LISTS arg_NAMES)
    ingot_library_link(${target} "lib${name}.so")
    foreach(major IN LISTS arg_MAJORS)
      ingot_library_link(${target} "lib${name}.so.${major}")
    endforeach()
  endforeach()
endfunction()

# A symbolic link to the library, in the build tree and for installation.
function(ingot_library_link target link)
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM
    COMMAND ${CMAKE_COMMAND} -E create_symlink "lib${target}.so.0" "${link}"
    WORKING_DIRECTORY "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
  set_property(GLOBAL APPEND PROPERTY INGOT_LIBRARY_LINKS "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/${link}")
endfunction()

# The object files of OBJECT libraries, and the packages that these name.
function(ingot_link_objects target scope)
  foreach(object IN LISTS ARGN)
    get_property(packages TARGET ${object} PROPERTY INGOT_PACKAGES)
    target_link_libraries(${target} ${scope} $<TARGET_OBJECTS:${object}> ${packages})
  endforeach()
endfunction()
