# Code generated from schemas, below <build>/generated/<folder>/, an include root of every target:
# src/plan/schema.fbs gives #include "plan/schema_generated.h".
#
# The target ingot_generated makes all of it before anything of ours is compiled.

set(INGOT_GENERATED_DIR "${PROJECT_BINARY_DIR}/generated")
add_custom_target(ingot_generated)

# ingot_flatbuffers(FILE.fbs...): headers FILE_generated.h.
function(ingot_flatbuffers)
  ingot_generated_folder(folder)
  foreach(schema IN LISTS ARGN)
    get_filename_component(name "${schema}" NAME_WE)
    set(header "${folder}/${name}_generated.h")
    add_custom_command(OUTPUT "${header}" VERBATIM
      COMMAND "${INGOT_FLATC}" --cpp --cpp-std c++17 --scoped-enums -o "${folder}"
              "${CMAKE_CURRENT_SOURCE_DIR}/${schema}"
      DEPENDS "${schema}")
    ingot_generate("${header}")
  endforeach()
endfunction()

# ingot_protobuf(RESULT FILE.proto...): RESULT lists the sources FILE.pb.cc, for SOURCES of
# ingot_folder or ingot_api_folder.
function(ingot_protobuf result)
  ingot_generated_folder(folder)
  set(sources)
  foreach(schema IN LISTS ARGN)
    get_filename_component(name "${schema}" NAME_WE)
    set(source "${folder}/${name}.pb.cc")
    add_custom_command(OUTPUT "${source}" "${folder}/${name}.pb.h" VERBATIM
      COMMAND protobuf::protoc "--cpp_out=${folder}" "--proto_path=${CMAKE_CURRENT_SOURCE_DIR}"
              "${CMAKE_CURRENT_SOURCE_DIR}/${schema}"
      DEPENDS "${schema}")
    ingot_generate("${source}")
    list(APPEND sources "${source}")
  endforeach()
  set_source_files_properties(${sources} PROPERTIES COMPILE_OPTIONS -w)
  set(${result} "${sources}" PARENT_SCOPE)
endfunction()

function(ingot_generated_folder result)
  get_filename_component(name "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  set(folder "${INGOT_GENERATED_DIR}/${name}")
  file(MAKE_DIRECTORY "${folder}")
  set(${result} "${folder}" PARENT_SCOPE)
endfunction()

function(ingot_generate file)
  file(RELATIVE_PATH name "${INGOT_GENERATED_DIR}" "${file}")
  string(MAKE_C_IDENTIFIER "ingot_generated_${name}" target)
  add_custom_target(${target} DEPENDS "${file}")
  add_dependencies(ingot_generated ${target})
endfunction()
