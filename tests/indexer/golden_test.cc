// Every pointer of the fixtures, compared with tests/golden/<fixture>.txt: a change of a reader shows as a difference
// there, to be read like code. FINGERPOST_UPDATE_GOLDENS=1 build/tests/indexer_test --gtest_filter='Golden*' writes the
// files anew. Definitions come from Universal Ctags, so that has to be installed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "indexer/index.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

namespace fs = std::filesystem;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

// The segments from below the document to this place; a place without a name shows as "-".
std::string locator_of(const std::vector<StoredPlace>& places, std::size_t index) {
  std::string out;
  while (index != 0) {
    const std::string key = places[index].key.empty() ? "-" : places[index].key;
    out = out.empty() ? key : key + " › " + out;
    index = static_cast<std::size_t>(places[index].parent);
  }
  return out;
}

std::string lines_of(const StoredPlace& place) {
  std::string out = std::to_string(place.line_start);
  if (place.line_end != place.line_start) out += "-" + std::to_string(place.line_end);
  return out;
}

// A source a block: its path, format and last line; then a pointer a line: lines, kind, role, locator and, where it is
// not the last segment, the name that joins it with other sources. At the end what could not be read.
std::string pointers_of(Map& map) {
  std::ostringstream out;
  for (const Source& source : map.sources()) {
    auto places = map.places_of(source);
    if (!places) {
      ADD_FAILURE() << places.error().text();
      continue;
    }
    out << source.path << " [" << source.format << ", " << (**places)[0].line_end << " lines]\n";
    for (std::size_t i = 1; i < (*places)->size(); ++i) {
      const StoredPlace& place = (**places)[i];
      out << "  " << padded(lines_of(place), 8) << padded(std::string(name_of(place.kind)), 14)
          << padded(std::string(name_of(place.role)), 11) << locator_of(**places, i);
      if (!place.name.empty() && place.name != place.key) out << " =" << place.name;
      out << "\n";
    }
  }
  auto findings = map.findings();
  EXPECT_TRUE(findings);
  if (findings)
    for (const StoredFinding& finding : *findings)
      out << "finding " << finding.path << ":" << finding.line << " " << finding.message << "\n";
  return out.str();
}

// The first line in which two texts differ, both shown with its number.
std::string first_difference(const std::string& is, const std::string& was) {
  std::istringstream now(is);
  std::istringstream before(was);
  for (int line = 1;; ++line) {
    std::string a;
    std::string b;
    const bool more = static_cast<bool>(std::getline(now, a));
    const bool also = static_cast<bool>(std::getline(before, b));
    if (!more && !also) return {};
    if (more != also || a != b)
      return "line " + std::to_string(line) + "\n  golden: " + (also ? b : "(end)") +
             "\n  now:    " + (more ? a : "(end)");
  }
}

class Golden : public testing::TestWithParam<const char*> {};

TEST_P(Golden, every_pointer_of_the_fixture_is_where_it_was) {
  const fs::path source = FINGERPOST_SOURCE_DIR;
  const TemporaryRepository repository;
  fs::copy(source / "tests/fixtures" / GetParam(), repository.tree(), fs::copy_options::recursive);
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  auto map = Map::open(repository.map_file(), repository.tree(), true);
  ASSERT_TRUE(map);
  ASSERT_TRUE(update_map(*root, *map, {}));
  const std::string pointers = pointers_of(*map);

  const fs::path golden = source / "tests/golden" / (std::string(GetParam()) + ".txt");
  if (const char* update = std::getenv("FINGERPOST_UPDATE_GOLDENS"); update != nullptr && std::string(update) == "1") {
    fs::create_directories(golden.parent_path());
    std::ofstream(golden, std::ios::binary) << pointers;
    GTEST_SKIP() << "wrote " << golden;
  }
  std::ifstream file(golden, std::ios::binary);
  ASSERT_TRUE(file) << "no " << golden << "; make it with FINGERPOST_UPDATE_GOLDENS=1";
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(pointers == expected) << golden << " differs first in " << first_difference(pointers, expected)
                                    << "\nIf that is right: FINGERPOST_UPDATE_GOLDENS=1, and read the difference.";
}

INSTANTIATE_TEST_SUITE_P(, Golden, testing::Values("shop", "ledger", "handbook"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace fingerpost
