// Holds the house to its plan: rooms include only rooms below, and every format and shape on disk is in its table.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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

// Two types of one name in one namespace are one to the linker, which then takes the functions of either: a program
// that destroys the one with the destructor of the other. Types in unnamed namespaces are nobody else's.
TEST(House, NoTypeIsDefinedTwiceInANamespace) {
  const std::regex opens("^(inline )?namespace ([a-z_:]*) ?\\{$");
  const std::regex closes("^\\}  // namespace ?(.*)$");
  const std::regex type("^(?:struct|class|enum class) ([A-Z][A-Za-z]*)(?: final)?(?: :.*)? \\{.*$");
  std::map<std::string, std::set<std::string>> where;
  int seen = 0;
  for (const auto& [room, floor] : kFloors) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / room)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
      std::istringstream lines(text_of(entry.path()));
      std::vector<std::string> open;
      std::smatch match;
      for (std::string line; std::getline(lines, line);) {
        if (std::regex_match(line, match, opens)) {
          open.push_back(match[2]);
        } else if (std::regex_match(line, match, closes)) {
          ASSERT_FALSE(open.empty()) << entry.path() << ": " << line;
          open.pop_back();
        } else if (std::regex_match(line, match, type) && std::find(open.begin(), open.end(), "") == open.end()) {
          std::string name;
          for (const std::string& one : open) name += one + "::";
          where[name + match[1].str()].insert(fs::relative(entry.path(), kRoot).string());
          ++seen;
        }
      }
    }
  }
  EXPECT_GT(seen, 200);
  for (const auto& [name, files] : where) {
    std::string all;
    for (const std::string& file : files) all += file + " ";
    EXPECT_EQ(files.size(), 1u) << name << " is defined in " << all;
  }
}

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

// Where the header of each library may be included. Exceptions and types of a library stop in the file that owns it; a
// header in a header would spread both, and its compile time, through a room.
const std::map<std::string, std::set<std::string>> kOwners = {
    {"CLI/", {"server/cli/command_line.cc"}},
    {"cmark-gfm", {"indexer/formats/markdown.cc"}},
    {"curl/", {"probes/http_client.cc"}},
    {"hiredis/", {"probes/redis/client.cc"}},
    {"httplib.h", {"server/http/responder.cc"}},
    {"libpq-fe.h", {"probes/postgres/session.cc"}},
    {"openssl/", {"server/crypto.cc", "probes/stream.cc"}},
    {"expat.h", {"indexer/formats/xml.cc"}},
    {"libstemmer.h", {"pointer-map/stems.cc"}},
    {"malloc.h", {"server/main.cc"}},
    {"nlohmann/", {"base/json.h"}},
    {"sqlite3.h", {"base/sqlite.cc"}},
    {"toml++/", {"indexer/formats/toml.cc"}},
    {"yaml.h", {"indexer/formats/yaml.cc"}},
    {"fmt/", {}},  // no file named: plain functions, which any .cc file may use
    {"xxhash.h", {}},
};

TEST(House, AHeaderOfALibraryStaysInTheFileThatOwnsIt) {
  const std::regex include("#include [<\"]([^>\"]+)[>\"]");
  // The standard library has no dot; these prefixes are the system's or our own.
  const std::regex ours_or_system(
      "[a-z_0-9]+|(sys|linux|netinet|arpa)/.*|(dirent|errno|fcntl|netdb|poll|pwd|signal|spawn|termios|unistd)\\.h");
  std::set<std::string> met;
  for (const auto& [room, floor] : kFloors) {
    if (!fs::exists(kRoot / room)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / room)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
      const std::string text = text_of(entry.path());
      const std::string file = fs::relative(entry.path(), kRoot).generic_string();
      for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
        const std::string header = (*at)[1];
        if (std::regex_match(header, ours_or_system) || kFloors.count(header.substr(0, header.find('/'))) != 0)
          continue;
        const auto owner = std::find_if(kOwners.begin(), kOwners.end(),
                                        [&](const auto& rule) { return header.rfind(rule.first, 0) == 0; });
        ASSERT_NE(owner, kOwners.end()) << file << " includes <" << header << ">, which no rule knows";
        met.insert(owner->first);
        if (owner->second.empty())
          EXPECT_EQ(entry.path().extension(), ".cc") << file << " includes <" << header << ">";
        else
          EXPECT_EQ(owner->second.count(file), 1u) << file << " includes <" << header << ">";
      }
    }
  }
  for (const auto& [library, files] : kOwners)
    EXPECT_TRUE(met.count(library) != 0) << library << " is included nowhere";
}

TEST(House, EveryFormatShapeProbeToolAndRuleIsInItsTable) {
  expect_listed("indexer/formats", "indexer/formats.cc", "Format");
  expect_listed("indexer/shapes", "indexer/shapes.cc", "Shape");
  expect_listed("probes/probe", "probes/probes.cc", "Probe");
  expect_listed("server/tools", "server/tools.cc", "Tool");
  expect_listed("upkeep/check/rules", "upkeep/check/rules.cc", "Rule");
}

}  // namespace
