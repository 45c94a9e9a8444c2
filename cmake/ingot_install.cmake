# What `cmake --install` lays out: headers, libraries with TensorRT's names, the CMake packages
# Ingot and TensorRT, and a pkg-config package a level. All paths are relative: the tree may move.

include(CMakePackageConfigHelpers)

install(DIRECTORY include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")

get_property(libraries GLOBAL PROPERTY INGOT_LIBRARIES)
get_property(links GLOBAL PROPERTY INGOT_LIBRARY_LINKS)
install(TARGETS ${libraries} EXPORT ingot LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(FILES ${links} DESTINATION "${CMAKE_INSTALL_LIBDIR}")

set(packages "${CMAKE_INSTALL_LIBDIR}/cmake")
install(EXPORT ingot NAMESPACE ingot::library_ FILE IngotTargets.cmake
  DESTINATION "${packages}/Ingot")
foreach(package IN ITEMS Ingot TensorRT)
  configure_package_config_file("cmake/package/${package}Config.cmake.in"
    "${PROJECT_BINARY_DIR}/package/${package}Config.cmake"
    INSTALL_DESTINATION "${packages}/${package}" PATH_VARS CMAKE_INSTALL_INCLUDEDIR
    NO_CHECK_REQUIRED_COMPONENTS_MACRO)
endforeach()
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/IngotConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/package/IngotConfig.cmake"
              "${PROJECT_BINARY_DIR}/package/IngotConfigVersion.cmake"
        DESTINATION "${packages}/Ingot")
file(RELATIVE_PATH include_from_package "/${packages}/TensorRT" "/${CMAKE_INSTALL_INCLUDEDIR}")
configure_file(cmake/package/TensorRTConfigVersion.cmake.in
  "${PROJECT_BINARY_DIR}/package/TensorRTConfigVersion.cmake" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/package/TensorRTConfig.cmake"
              "${PROJECT_BINARY_DIR}/package/TensorRTConfigVersion.cmake"
        DESTINATION "${packages}/TensorRT")

set(pkgconfig "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH prefix_from_pkgconfig "/${pkgconfig}" "/")
string(REGEX REPLACE "/$" "" prefix_from_pkgconfig "${prefix_from_pkgconfig}")
foreach(level IN LISTS INGOT_TENSORRT_MAJORS)
  configure_file(cmake/package/ingot-tensorrt.pc.in
    "${PROJECT_BINARY_DIR}/package/ingot-tensorrt-${level}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/package/ingot-tensorrt-${level}.pc"
          DESTINATION "${pkgconfig}")
endforeach()
