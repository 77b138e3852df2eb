// Variables of CI pipelines: which of their levels wins, and that they win over local files when CI runs.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "component-map/ranking.h"
#include "indexer/live.h"
#include "pointer-map/map.h"

namespace fingerpost {

// Whether a file describes a pipeline: GitHub's, Gitea's, Forgejo's workflows, GitLab's and CircleCI's files.
bool is_pipeline(std::string_view path);

// A note about a variable: for one in a pipeline, what a deeper level (workflow, job, step) sets instead and what it
// itself overrides; for one of a local file, where CI sets it otherwise. "" for nothing to say. Values are compared
// live and never shown.
Result<std::string> pipeline_note(Map& map, LiveReader& live, const Ranked& answer);

}  // namespace fingerpost
