# fingerpost_room(NAME [LINKS library...] [DATA file...]): one folder, one static library of every .cc file in it.
# A DATA file becomes the constant `<stem>_data` of namespace fingerpost, declared where it is used.
function(fingerpost_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;DATA" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  foreach(data IN LISTS ROOM_DATA)
    get_filename_component(stem ${data} NAME_WE)
    set(generated ${CMAKE_BINARY_DIR}/${name}/${stem}_data.cc)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/${data})
    file(READ ${CMAKE_SOURCE_DIR}/${name}/${data} text)
    file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
         "#include <string_view>\nnamespace fingerpost {\nextern const std::string_view ${stem}_data;\nconst std::string_view ${stem}_data = R\"data(@text@)data\";\n}\n")
    list(APPEND sources ${generated})
  endforeach()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_LINKS})
endfunction()
