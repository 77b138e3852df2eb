option(FINGERPOST_TESTS "build the tests" ON)
option(FINGERPOST_BENCH "build the benchmarks" OFF)
set(FINGERPOST_SANITIZE "" CACHE STRING "sanitizers, as in -fsanitize=: address,undefined or thread; empty for none")
option(FINGERPOST_FUZZ "link the fuzz targets with libFuzzer (clang)" OFF)
option(FINGERPOST_UNITY "compile a dozen files at once: half the time from nothing, more after an edit" ON)

# Names without linkage must therefore differ within a room, which keeps a second way to do a thing from hiding there.
set(CMAKE_UNITY_BUILD ${FINGERPOST_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
                    -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wzero-as-null-pointer-constant)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-restrict)  # g++ 12 sees overlapping copies in std::string where there are none
  if(FINGERPOST_UNITY)
    add_compile_options(-Wno-subobject-linkage)  # a file of ours is then taken for a header
  endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # NDEBUG stays off in no build: an assertion that holds costs nothing that was measured.
  set(CMAKE_CXX_FLAGS_RELEASE "-O2")
  add_compile_options(-fstack-protector-strong -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
if(FINGERPOST_SANITIZE)
  add_compile_options(-fsanitize=${FINGERPOST_SANITIZE} -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${FINGERPOST_SANITIZE})
endif()
if(FINGERPOST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
