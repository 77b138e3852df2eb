// A repository in a temporary folder, removed when the test ends.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace fingerpost {

class TemporaryRepository {
 public:
  TemporaryRepository() {
    std::string pattern = (std::filesystem::temp_directory_path() / "fingerpost-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
    std::filesystem::create_directories(path_ / "tree");
  }
  ~TemporaryRepository() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryRepository(const TemporaryRepository&) = delete;
  TemporaryRepository& operator=(const TemporaryRepository&) = delete;

  std::string tree() const { return (path_ / "tree").string(); }
  std::string map_file(const std::string& name = "map.db") const { return (path_ / name).string(); }

  void write(const std::string& path, std::string_view text) const {
    const auto file = path_ / "tree" / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(path_ / "tree" / path); }

 private:
  std::filesystem::path path_;
};

}  // namespace fingerpost
