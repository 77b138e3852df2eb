// Lines of a file as it is now, for reading on from a pointer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/repository.h"

namespace fingerpost {

struct LiveText {
  std::string text;  // masked, made safe to show; says where it was cut
  int line_start = 1;
  int line_end = 1;
};

// The lines from `first` to `last` (0: the end) of a source that the map knows; clamped to what is there and cut to
// what a reader can take in. Nothing when the map does not know the file, it is gone or it holds keys.
std::optional<LiveText> live_text(Repository& repository, std::string_view path, int first, int last);

}  // namespace fingerpost
