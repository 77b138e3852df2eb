// Definitions in source code, through Universal Ctags as a child process, in its sandbox where the system has one.
#pragma once

#include <chrono>
#include <cstddef>
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

// Calls `on_file` on the calling thread for every path with definitions. Two children at most share the work; they get
// the text of the files (those of at most `code_bytes` bytes), never their names, and a child that hangs or dies costs
// the file it was at, which is named among the problems, and no other. What is not read when `deadline` is over is
// named too. Without ctags there is one problem or two, with an empty path, and no definitions. `cancelled`, where
// there is one, is asked on the calling thread every 128 files; once it says yes the rest is left out, without a word.
std::vector<SymbolProblem> read_symbols(
    const Root& root, const std::vector<std::string>& paths, std::chrono::seconds deadline, std::size_t code_bytes,
    const std::function<void(const std::string& path, std::vector<Place> places)>& on_file,
    const std::function<bool()>& cancelled = {});

}  // namespace fingerpost
