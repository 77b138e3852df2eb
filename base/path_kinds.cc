#include "base/path_kinds.h"

#include <array>
#include <string>

#include "base/text.h"

namespace fingerpost {

bool is_document_path(std::string_view path) {
  constexpr std::array<std::string_view, 6> kEndings = {"md", "mdx", "rst", "adoc", "asciidoc", "txt"};
  return among(kEndings, to_lower(extension_of(path)));
}

bool is_test_path(std::string_view path) {
  constexpr std::array<std::string_view, 11> kFolders = {"test",  "tests", "testing",  "testdata", "__tests__",  "spec",
                                                         "specs", "e2e",   "fixtures", "fixture",  "integration"};
  const std::string lower = to_lower(path);
  const std::string_view name = base_name(lower);
  for (const std::string_view folder : split(directory_of(lower), '/'))
    if (among(kFolders, folder) || folder.starts_with("test-") || folder.starts_with("test_")) return true;
  for (const std::string_view part : {".test.", ".spec.", "_test.", "_spec."})
    if (contains(name, part)) return true;
  return name.starts_with("test_");
}

}  // namespace fingerpost
