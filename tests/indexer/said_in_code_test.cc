// Code is found by what it says in words: docstrings, comments inside of it, messages.
#include <gtest/gtest.h>

#include "indexer/read_source.h"

namespace fingerpost {
namespace {

Place definition(std::string key, int first, int last) {
  Place place;
  place.kind = Kind::definition;
  place.key = std::move(key);
  place.line_start = first;
  place.line_end = last;
  return place;
}

// The keys of the places that hold a word by themselves ("file" for the document), in order.
std::string holders(std::string_view path, std::string_view text, std::vector<Place> definitions,
                    std::string_view word) {
  Analyzer analyzer;
  const ReadSource read = read_source(path, text, std::move(definitions), {}, analyzer);
  std::vector<TermId> ids;
  analyzer.analyze(word, ids);
  std::string out;
  for (const TermPosting& posting : read.impacts.postings) {
    if (posting.term != ids.at(0)) continue;
    const Place& place = read.places[posting.posting.doc];
    out += (out.empty() ? "" : " ") + (posting.posting.doc == 0 ? "file" : place.key);
  }
  return out;
}

TEST(SaidInCode, ADocstringIsOfTheDefinitionThatItBegins) {
  const std::string text =
      "@retry\n"
      "def sort(\n"
      "    parcels,\n"
      "):\n"
      "    \"\"\"Put parcels on the conveyor\n"
      "    by their postcode.\"\"\"\n"
      "    return parcels\n"
      "\n"
      "\n"
      "def weigh(parcel):\n"
      "    label = \"\"\"not a docstring of grams\"\"\"\n";
  const std::vector<Place> definitions = {definition("sort", 2, 7), definition("weigh", 10, 11)};
  EXPECT_EQ(holders("depot/sorting.py", text, definitions, "conveyor"), "sort");
  EXPECT_EQ(holders("depot/sorting.py", text, definitions, "postcode"), "sort");
}

TEST(SaidInCode, CommentsAndMessagesAreOfTheInnermostDefinition) {
  const std::string text =
      "export class Sorter {\n"
      "  // Lanes are opened in the morning.\n"
      "  open() {\n"
      "    /* Somebody may still stand\n"
      "     * on the conveyor. */\n"
      "    if (!this.clear) throw new Error('the barrier is still raised');\n"
      "    this.log('raised');  // the foreman listens\n"
      "  }\n"
      "}\n"
      "const shelf = 'plywood';\n"
      "// Once a pallet is full it is wrapped.\n";
  const std::vector<Place> definitions = {definition("Sorter", 1, 9), definition("open", 3, 8)};
  EXPECT_EQ(holders("src/sorter.ts", text, definitions, "conveyor"), "Sorter open");
  EXPECT_EQ(holders("src/sorter.ts", text, definitions, "barrier"), "Sorter open");
  EXPECT_EQ(holders("src/sorter.ts", text, definitions, "foreman"), "Sorter open");
  EXPECT_EQ(holders("src/sorter.ts", text, definitions, "pallet"), "");
  EXPECT_EQ(holders("src/sorter.ts", text, {}, "pallet"), "file");
  EXPECT_EQ(holders("src/sorter.ts", text, definitions, "plywood"), "shelf") << "a value is no message";
}

TEST(SaidInCode, AMessageIsWhatItSaysAroundWhatIsFilledIn) {
  EXPECT_EQ(holders("sorter.exs", "raise(\"the barrier rose to #{height(%{lane: 4})} inches\")\n", {}, "inches"),
            "file");
  EXPECT_EQ(holders("sorter.ts", "log(`the barrier rose to ${height({ lane })} inches`);\n", {}, "inches"), "file");
  EXPECT_EQ(holders("sorter.py", "log(f'the barrier rose to {height} inches')\n", {}, "inches"), "file");
  EXPECT_EQ(holders("sorter.ts", "log(`the barrier rose to ${inches(one, two, three)} high`);\n", {}, "inches"), "");
}

TEST(SaidInCode, OfAVeryTalkativeDefinitionTheBeginningIsKept) {
  std::string text = "func run() {\n";
  for (int i = 0; i < 200; ++i) text += "\t// the conveyor turns and turns\n";
  text += "\t// and then the whistle blows\n}\n";
  EXPECT_EQ(holders("main.go", text, {definition("run", 1, 203)}, "conveyor"), "run");
  EXPECT_EQ(holders("main.go", text, {definition("run", 1, 203)}, "whistle"), "");
}

}  // namespace
}  // namespace fingerpost
