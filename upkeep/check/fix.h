// Writes the fixes that findings are sure of into their documents; everything else stays as it is, byte for byte.
#pragma once

#include <cstddef>

#include "base/file_root.h"
#include "base/result.h"
#include "upkeep/check/check.h"

namespace fingerpost {

struct Fixed {
  std::size_t findings = 0;
  std::size_t documents = 0;
  std::size_t left = 0;  // their line was not any more what was checked
};

// A document is changed as a whole or not at all (upkeep/edit/change_file.h). Errors are those of the first document
// that cannot be written; what was written before it stays.
Result<Fixed> apply_fixes(const Root& root, const CheckReport& report);

}  // namespace fingerpost
