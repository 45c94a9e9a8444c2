# Toolchain: from Debian's x86-64 to AArch64, run in an emulator. `./dev test neon` fills the folder
# of packages and says with which.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

get_filename_component(packages "${CMAKE_CURRENT_LIST_DIR}/../build/aarch64-packages" ABSOLUTE)
set(libraries "${packages}/lib/aarch64-linux-gnu:${packages}/usr/lib/aarch64-linux-gnu")
set(CMAKE_FIND_ROOT_PATH "${packages}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${packages}")
set(ENV{PKG_CONFIG_LIBDIR} "${packages}/usr/lib/aarch64-linux-gnu/pkgconfig")
# For the libraries that those of the packages need.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-rpath-link,${libraries}")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-Wl,-rpath-link,${libraries}")

set(CMAKE_CROSSCOMPILING_EMULATOR
  qemu-aarch64 -L /usr/aarch64-linux-gnu -E "LD_LIBRARY_PATH=${libraries}")
