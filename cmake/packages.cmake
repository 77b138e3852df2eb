# Every library is one of Debian 12's packages (scripts/packages.txt); nothing is vendored or downloaded.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(ssl REQUIRED IMPORTED_TARGET libssl)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat)

# The package has no .pc file.
find_library(STEMMER_LIBRARY stemmer REQUIRED)
add_library(PkgConfig::stemmer INTERFACE IMPORTED)
target_link_libraries(PkgConfig::stemmer INTERFACE ${STEMMER_LIBRARY})

# Only the core has a .pc file; the extensions (tables) are found by hand.
find_library(CMARK_LIBRARY cmark-gfm REQUIRED)
find_library(CMARK_EXTENSIONS_LIBRARY cmark-gfm-extensions REQUIRED)
add_library(cmark-gfm INTERFACE)
target_link_libraries(cmark-gfm INTERFACE ${CMARK_EXTENSIONS_LIBRARY} ${CMARK_LIBRARY})

# The shared library spares us compiling the header-only one.
find_library(TOMLPLUSPLUS_LIBRARY tomlplusplus REQUIRED)
add_library(tomlplusplus INTERFACE)
target_link_libraries(tomlplusplus INTERFACE ${TOMLPLUSPLUS_LIBRARY})
target_compile_definitions(tomlplusplus INTERFACE TOML_HEADER_ONLY=0 TOML_SHARED_LIB=1)

target_compile_definitions(nlohmann_json::nlohmann_json INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
