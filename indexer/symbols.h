// Definitions in source code, through Universal Ctags as a child process.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/file_root.h"
#include "pointer-map/pointer.h"

namespace fingerpost {

struct SymbolProblem {
  std::string path;
  std::string message;
};

// Calls `on_file` on the calling thread for every path with definitions. Two children share the work. A file on which
// one hangs or dies is named among the problems, and the rest is read without it. Without ctags there is one problem,
// with an empty path, and no definitions.
std::vector<SymbolProblem> read_symbols(
    const Root& root, const std::vector<std::string>& paths, std::chrono::seconds deadline,
    const std::function<void(const std::string& path, std::vector<Place> places)>& on_file);

}  // namespace fingerpost
