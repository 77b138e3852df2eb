// Holds the house to its plan: rooms include only rooms below, and every format and shape on disk is in its table.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const fs::path kRoot = FINGERPOST_SOURCE_DIR;

// The floor of each room. Rooms on one floor never include each other.
const std::map<std::string, int> kFloors = {
    {"base", 0},   {"pointer-map", 1}, {"indexer", 2}, {"component-map", 3}, {"troubleshooting-index", 3},
    {"probes", 3}, {"upkeep", 4},      {"server", 5}};

TEST(House, NoIncludeGoesUpOrSideways) {
  const std::regex include("#include \"([a-z-]+)/[^\"]+\"");
  int seen = 0;
  for (const auto& [room, floor] : kFloors) {
    if (!fs::exists(kRoot / room)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / room)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
        const std::string other = (*at)[1];
        ++seen;
        const auto there = kFloors.find(other);
        ASSERT_NE(there, kFloors.end()) << entry.path() << " includes " << other;
        EXPECT_TRUE(other == room || there->second < floor) << entry.path() << " includes " << (*at)[0];
      }
    }
  }
  EXPECT_GT(seen, 100);
}

// Every "extern const KIND name" that a folder's files define is in the table's file.
void expect_listed(const std::string& folder, const std::string& table, const std::string& type) {
  const std::string listed = text_of(kRoot / table);
  const std::regex definition("extern const " + type + " (\\w+);");
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRoot / folder)) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = text_of(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), definition), end; at != end; ++at) names.insert((*at)[1]);
  }
  EXPECT_FALSE(names.empty());
  for (const std::string& name : names)
    EXPECT_NE(listed.find("&" + name), std::string::npos) << name << " is not in " << table;
}

TEST(House, EveryFormatShapeAndToolIsInItsTable) {
  expect_listed("indexer/formats", "indexer/formats.cc", "Format");
  expect_listed("indexer/shapes", "indexer/shapes.cc", "Shape");
  expect_listed("server/tools", "server/tools.cc", "Tool");
}

}  // namespace
