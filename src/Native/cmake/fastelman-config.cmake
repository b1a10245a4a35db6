# find_package(fastelman) gives the imported target fastelman::fastelman. The place of this file says where the rest
# lies: the folder may be moved as a whole.
get_filename_component(_fastelman_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET fastelman::fastelman)
  add_library(fastelman::fastelman SHARED IMPORTED)
  set_target_properties(fastelman::fastelman PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_fastelman_prefix}/include")
  if(WIN32)
    set_target_properties(fastelman::fastelman PROPERTIES
      IMPORTED_LOCATION "${_fastelman_prefix}/bin/fastelman.dll"
      IMPORTED_IMPLIB "${_fastelman_prefix}/lib/fastelman.lib")
  elseif(APPLE)
    set_target_properties(fastelman::fastelman PROPERTIES
      IMPORTED_LOCATION "${_fastelman_prefix}/lib/libfastelman.dylib"
      IMPORTED_SONAME "@rpath/libfastelman.dylib")
  else()
    set_target_properties(fastelman::fastelman PROPERTIES
      IMPORTED_LOCATION "${_fastelman_prefix}/lib/libfastelman.so"
      IMPORTED_SONAME "libfastelman.so.1")
  endif()
endif()

unset(_fastelman_prefix)
