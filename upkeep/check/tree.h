// Which files and directories a repository has: also those that are not indexed (images, lock files), since documents
// link to them. What git ignores is not there, so that a check says the same on every machine.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/file_root.h"
#include "indexer/ignore.h"

namespace fingerpost {

class Tree {
 public:
  // Asks git for the names, and walks where there is none. At most 400,000 names; `cut()` says when there were more.
  explicit Tree(const Root& root);

  bool cut() const { return cut_; }
  // A file, a directory ("" is the root), or something behind a symbolic link or in a submodule.
  bool has(std::string_view path) const;
  bool has_directory(std::string_view path) const;
  // The files with this base name, whole paths.
  std::vector<std::string_view> named(std::string_view base) const;
  // Whether some file or directory is this path or ends with "/" and it.
  bool has_ending(std::string_view path) const;
  // The names directly below a directory.
  std::vector<std::string_view> names_in(std::string_view directory) const;
  // Whether ignore files, or the custom of build tools (dist/, *.log), say that this is made and not kept.
  bool is_made(std::string_view path) const;
  const std::vector<std::string>& files() const { return files_; }

 private:
  void add(std::string path, bool opaque);
  // Whether a directory that is made elsewhere ("logs") holds files of the path's kind here.
  bool is_kept_here(std::string_view path) const;
  void read_ignore_files(const Root& root);

  std::vector<std::string> files_;
  std::unordered_set<std::string> set_;
  std::unordered_set<std::string> directories_;
  std::unordered_set<std::string> opaque_;  // symbolic links and submodules: what is below them is not known
  std::unordered_multimap<std::string, std::string> by_name_;  // base name → path, of files and directories
  std::unordered_multimap<std::string, std::string> children_;
  std::vector<std::pair<std::string, IgnoreRules>> ignores_;
  bool cut_ = false;
};

// A path with "." and ".." taken out, relative to `directory` unless it begins with "/"; nothing when it leaves the
// root. A trailing slash is dropped.
bool resolve_path(std::string_view directory, std::string_view path, std::string& out);
// The way from a directory to a path, both relative to the root.
std::string relative_path(std::string_view directory, std::string_view path);

}  // namespace fingerpost
