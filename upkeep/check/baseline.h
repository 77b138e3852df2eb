// The findings that a repository had when it began to check, so that only new ones are reported: a file that is kept
// with the repository, a fingerprint and a count a line.
#pragma once

#include <string>
#include <string_view>

#include "base/file_root.h"
#include "base/result.h"
#include "upkeep/check/check.h"

namespace fingerpost {

inline constexpr std::string_view kBaselineFile = ".fingerpost-baseline.json";

// The file's text for these findings.
std::string baseline_of(const CheckReport& report);

// Takes the findings that the baseline knows out of the report and counts them as known. Code::corrupt, with the file's
// name, when it is no baseline.
Result<Done> take_out_known(std::string_view baseline, std::string_view path, CheckReport& report);

}  // namespace fingerpost
