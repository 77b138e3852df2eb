# fingerpost_room(NAME [LINKS library...] [DATA file...] [PLUGINS folder...]): one folder, one static library of every .cc
# file in it. Files are compiled a dozen at once (cmake/options.cmake), except those of PLUGINS: folders whose files all
# define the same few functions, each its own (`score`, `extract`, `run`).
# A DATA file becomes the constant `<stem>_data` of namespace fingerpost, declared where it is used.
function(fingerpost_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;DATA;PLUGINS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  foreach(folder IN LISTS ROOM_PLUGINS)
    file(GLOB plugins CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/${folder}/*.cc)
    set_source_files_properties(${plugins} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  foreach(data IN LISTS ROOM_DATA)
    get_filename_component(stem ${data} NAME_WE)
    set(generated ${CMAKE_BINARY_DIR}/${name}/${stem}_data.cc)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/${data})
    file(READ ${CMAKE_SOURCE_DIR}/${name}/${data} text)
    file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
         "#include <string_view>\nnamespace fingerpost {\nextern const std::string_view ${stem}_data;\nconst std::string_view ${stem}_data = R\"data(@text@)data\";\n}\n")
    # clang counts the characters of a literal, gcc does not.
    set_source_files_properties(${generated} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    list(APPEND sources ${generated})
  endforeach()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_LINKS})
endfunction()
