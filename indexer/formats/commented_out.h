// Settings that a configuration file only shows: "# idle-timeout 300", "#shared_buffers = 128MB", "# replicas: 2".
// Such a line tells the name and most often the default, and stands nowhere else.
#pragma once

#include <optional>
#include <string_view>

#include "base/text.h"

namespace fingerpost {

struct CommentedOut {
  std::string_view key;
  std::string_view value;
};

// The setting that line `n`, a comment that begins with `mark`, holds; none where it is prose. `directives` allows a
// name and its value with nothing but a space between them, as servers' own formats have it. Pure, any thread.
std::optional<CommentedOut> commented_out(const Lines& lines, int n, std::string_view mark, bool directives);

}  // namespace fingerpost
