# One CMake OBJECT library a folder. Static archives would lose self-registration.

# ingot_add_folders(FOLDER...): add_subdirectory for each folder that has a CMakeLists.txt.
function(ingot_add_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
      add_subdirectory("${folder}")
    endif()
  endforeach()
endfunction()

# ingot_add_subfolders(): every subfolder of this folder that has a CMakeLists.txt.
function(ingot_add_subfolders)
  file(GLOB lists CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "*/CMakeLists.txt")
  foreach(list IN LISTS lists)
    get_filename_component(folder "${list}" DIRECTORY)
    add_subdirectory("${folder}")
  endforeach()
endfunction()

# ingot_folder(NAME [DEPENDS TARGET...] [EXCLUDE FILE...] [SOURCES FILE...])
#
# OBJECT library ingot_NAME of the folder's *.cpp files. DEPENDS: packages (ingot::highway,
# ingot::xxhash, ingot::flatbuffers, protobuf::libprotobuf, ...) or other folders by NAME, for
# the packages that their headers include. EXCLUDE: files (or patterns) not to compile. SOURCES:
# files beyond those of the folder, such as generated ones (cmake/ingot_generate.cmake).
function(ingot_folder name)
  cmake_parse_arguments(arg "" "" "DEPENDS;EXCLUDE;SOURCES" ${ARGN})
  ingot_folder_sources(sources EXCLUDE ${arg_EXCLUDE})
  ingot_object_library(ingot_${name} SOURCES ${sources} ${arg_SOURCES} DEPENDS ${arg_DEPENDS})
endfunction()

# ingot_api_folder(NAME [DEPENDS TARGET...] [EXCLUDE FILE...] [SOURCES FILE...])
#
# For folders that are compiled once a level group: OBJECT libraries ingot_NAME_v5, _v8 and _v10
# with INGOT_TENSORRT_LEVEL set to 5, 8 and 10. Files named entry*.cpp and those of SOURCES are
# compiled once, in ingot_NAME_entry, where the macro is not set.
function(ingot_api_folder name)
  cmake_parse_arguments(arg "" "" "DEPENDS;EXCLUDE;SOURCES" ${ARGN})
  ingot_folder_sources(sources EXCLUDE ${arg_EXCLUDE})
  set(once ${sources})
  list(FILTER once INCLUDE REGEX "/entry[^/]*\\.cpp$")
  if(once)
    list(REMOVE_ITEM sources ${once})
  endif()
  ingot_object_library(ingot_${name}_entry SOURCES ${once} ${arg_SOURCES} DEPENDS ${arg_DEPENDS})
  foreach(level IN ITEMS 5 8 10)
    set(target ingot_${name}_v${level})
    ingot_object_library(${target} SOURCES ${sources} DEPENDS ${arg_DEPENDS})
    if(TARGET ${target})
      target_compile_definitions(${target} PRIVATE INGOT_TENSORRT_LEVEL=${level})
      target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/include/tensorrt-${level}")
    endif()
  endforeach()
endfunction()

# The folder's *.cpp files without those that a pattern of EXCLUDE names.
function(ingot_folder_sources result)
  cmake_parse_arguments(arg "" "" "EXCLUDE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  foreach(pattern IN LISTS arg_EXCLUDE)
    file(GLOB excluded CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${pattern}")
    if(excluded)
      list(REMOVE_ITEM sources ${excluded})
    endif()
  endforeach()
  set(${result} "${sources}" PARENT_SCOPE)
endfunction()

# An OBJECT library with the project's include roots; none where there is nothing to compile.
function(ingot_object_library target)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  if(NOT arg_SOURCES)
    return()
  endif()
  set(packages Threads::Threads)
  foreach(depend IN LISTS arg_DEPENDS)
    if(depend MATCHES "::")
      list(APPEND packages ${depend})
    elseif(TARGET ingot_${depend})
      get_property(more TARGET ingot_${depend} PROPERTY INGOT_PACKAGES)
      list(APPEND packages ${more})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES packages)
  add_library(${target} OBJECT ${arg_SOURCES})
  ingot_include_roots(${target})
  target_link_libraries(${target} PRIVATE ingot_warnings ${packages})
  set_property(TARGET ${target} PROPERTY INGOT_PACKAGES ${packages})
  set_property(GLOBAL APPEND PROPERTY INGOT_OBJECT_LIBRARIES ${target})
endfunction()

function(ingot_include_roots target)
  target_include_directories(${target} PRIVATE
    "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/include/cuda")
  if(CMAKE_CURRENT_SOURCE_DIR MATCHES "^${PROJECT_SOURCE_DIR}/(parsers|tests)(/|$)")
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/parsers")
  endif()
  target_include_directories(${target} SYSTEM PRIVATE "${INGOT_GENERATED_DIR}")
  add_dependencies(${target} ingot_generated)
endfunction()
