// What changed since a revision, for checks of pull requests: findings are new where the document changed, and where
// what it points at went.
#pragma once

#include <string>

#include "base/file_root.h"
#include "base/result.h"
#include "upkeep/check/check.h"

namespace fingerpost {

// Leaves the findings that a change since `revision` may have brought: in a changed document, about a path that was
// removed or renamed, or held against a place in a changed file. Code::invalid_argument for a revision that git does
// not know; Code::unavailable where there is no git.
Result<Done> keep_changed(const Root& root, const std::string& revision, CheckReport& report);

}  // namespace fingerpost
