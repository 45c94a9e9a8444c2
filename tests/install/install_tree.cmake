# Installs BUILD and moves the tree to PREFIX: nothing in it may name the place it was made for.
file(REMOVE_RECURSE "${PREFIX}" "${PREFIX}-staged")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${PREFIX}-staged"
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${PREFIX}-staged" "${PREFIX}")
