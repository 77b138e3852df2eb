// A repository in a temporary folder as probes see it.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "base/file_root.h"
#include "probes/surroundings.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {

// The files' names and texts; each test reads them anew with `around()`.
class Surrounded {
 public:
  using Files = std::initializer_list<std::pair<const char*, std::string>>;
  explicit Surrounded(Files files) : root_(std::move(*Root::open(repository_.tree()))) {
    for (const auto& [path, text] : files) repository_.write(path, text);
  }

  Surroundings around(SurroundingsOptions options = {}) const {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(repository_.tree()))
      if (entry.is_regular_file())
        paths.push_back(std::filesystem::relative(entry.path(), repository_.tree()).generic_string());
    return Surroundings(root_, std::move(paths), std::move(options));
  }
  const TemporaryRepository& repository() const { return repository_; }

 private:
  TemporaryRepository repository_;
  Root root_;
};

}  // namespace fingerpost
